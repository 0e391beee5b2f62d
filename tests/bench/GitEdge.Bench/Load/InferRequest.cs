using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GitEdge.Bench.Load;

/// <summary>Whole requests of the Open Inference Protocol, head and body, ready to be sent.</summary>
internal static class InferRequest
{
    /// <summary>Silero: one frame of speech, a fresh state.</summary>
    public static byte[] Silero(string model, float[] frame, bool binary) => binary
        ? Binary(model, $$$"""
            {"inputs":[{"name":"input","shape":[1,{{{frame.Length}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{frame.Length * sizeof(float)}}}}},
            {"name":"state","shape":[2,1,128],"datatype":"FP32","parameters":{"binary_data_size":1024}},
            {"name":"sr","shape":[],"datatype":"INT64","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}
            """, [.. MemoryMarshal.AsBytes<float>(frame), .. new byte[1024], .. BitConverter.GetBytes(16000L)])
        : Json(model, string.Create(CultureInfo.InvariantCulture, $$"""
            {"inputs":[{"name":"input","shape":[1,{{frame.Length}}],"datatype":"FP32","data":[{{string.Join(',', frame)}}]},
            {"name":"state","shape":[2,1,128],"datatype":"FP32","data":[{{string.Join(',', new int[256])}}]},
            {"name":"sr","shape":[],"datatype":"INT64","data":[16000]}]}
            """));

    /// <summary>One float input <c>x</c>.</summary>
    public static byte[] Floats(string model, string shape, float[] values, bool binary) => binary
        ? Binary(model, $$$"""
            {"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"FP32","parameters":{"binary_data_size":{{{values.Length * sizeof(float)}}}}}],"parameters":{"binary_data_output":true}}
            """, MemoryMarshal.AsBytes<float>(values).ToArray())
        : Json(model, string.Create(CultureInfo.InvariantCulture, $$"""
            {"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":[{{string.Join(',', values)}}]}]}
            """));

    private static byte[] Json(string model, string body) => Whole(model, "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(body));

    private static byte[] Binary(string model, string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        return Whole(model, string.Create(CultureInfo.InvariantCulture,
            $"Content-Type: application/octet-stream\r\nInference-Header-Content-Length: {header.Length}\r\n"), [.. header, .. data]);
    }

    private static byte[] Whole(string model, string fields, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /v2/models/{model}/infer HTTP/1.1\r\nHost: bench\r\n{fields}Content-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];
}
