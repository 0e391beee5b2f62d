using System.Globalization;

namespace GitEdge.Inference.Tests;

/// <summary>Requests to the speech models of version 5 and 6.</summary>
public static class SileroRequest
{
    public static string Json(float[] samples) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"inputs":[{"name":"input","shape":[1,{{samples.Length}}],"datatype":"FP32","data":[{{string.Join(',', samples)}}]},
        {"name":"state","shape":[2,1,128],"datatype":"FP32","data":[{{string.Join(',', new int[256])}}]},
        {"name":"sr","shape":[],"datatype":"INT64","data":[16000]}]}
        """);
}
