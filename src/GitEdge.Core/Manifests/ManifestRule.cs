namespace GitEdge.Core.Manifests;

/// <summary>Which rule a manifest breaks. All but <see cref="Schema"/> are rules that JSON Schema cannot express.</summary>
public enum ManifestRule
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Fields, types, patterns and bounds: what the published JSON Schema says too.</summary>
    Schema,

    /// <summary>The file is not YAML, or is more of YAML than a manifest may use.</summary>
    Yaml,

    /// <summary>A key stands twice in one mapping.</summary>
    DuplicateKey,

    /// <summary>Two items of one list have the same name.</summary>
    DuplicateName,

    /// <summary>The form is right, the value is not: no such calendar day, a duration out of bounds.</summary>
    Value,

    /// <summary>Two values of one file do not go together.</summary>
    Order,

    /// <summary>A file does not lie where its content says, or a named file is not there.</summary>
    Files,

    /// <summary>A name refers to nothing.</summary>
    Reference,

    /// <summary>Two profiles set the same thing for one device.</summary>
    Conflict,

    /// <summary>The channel's own policy asks for more.</summary>
    Policy,

    /// <summary>A Quadlet file is not in the form that Podman reads.</summary>
    Quadlet,
}
