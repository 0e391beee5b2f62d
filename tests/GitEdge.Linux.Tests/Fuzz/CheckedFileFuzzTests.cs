using System.Text;
using GitEdge.Linux.Files;
using GitEdge.Testing.Fuzzing;

namespace GitEdge.Linux.Tests.Fuzz;

/// <summary>A state file, whatever a power cut left of it.</summary>
[Trait("Category", "Fuzz")]
public sealed class CheckedFileFuzzTests
{
    private static readonly string[] Words = ["gitedge-checked", " 1 ", "\n", "0", "-1", "9223372036854775807", "ffffffffffffffff"];

    [Fact]
    public void Generation()
    {
        var good = new CheckedGeneration(7, Encoding.UTF8.GetBytes("{\"repoId\":\"x\"}")).Encode();
        Fuzzer.Run(new FuzzTarget("state-file", [good], Words, input =>
        {
            var read = CheckedGeneration.Decode(input, out var fault);
            if (read is not null && !input.AsSpan().SequenceEqual(good))
                throw new InvalidOperationException("Other bytes than those that were written were taken.");
            return read is null ? string.Concat(fault.Where(char.IsAsciiLetter)) : "taken";
        }), 3000);
    }
}
