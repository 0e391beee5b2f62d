namespace GitEdge.Testing;

/// <summary>Element types, with the numbers of TensorProto.DataType in onnx.proto.</summary>
public enum OnnxType
{
    /// <summary>None.</summary>
    Undefined = 0,

    /// <summary>IEEE 754 single.</summary>
    Float = 1,

    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 2,

    /// <summary>8 bits, signed.</summary>
    Int8 = 3,

    /// <summary>16 bits, unsigned.</summary>
    UInt16 = 4,

    /// <summary>16 bits, signed.</summary>
    Int16 = 5,

    /// <summary>32 bits, signed.</summary>
    Int32 = 6,

    /// <summary>64 bits, signed.</summary>
    Int64 = 7,

    /// <summary>UTF-8 text.</summary>
    String = 8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 9,

    /// <summary>IEEE 754 half.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 double.</summary>
    Double = 11,

    /// <summary>32 bits, unsigned.</summary>
    UInt32 = 12,

    /// <summary>64 bits, unsigned.</summary>
    UInt64 = 13,

    /// <summary>Two singles.</summary>
    Complex64 = 14,

    /// <summary>The upper half of a single.</summary>
    BFloat16 = 16,
}
