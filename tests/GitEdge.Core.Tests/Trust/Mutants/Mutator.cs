namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>
/// Makes changed forms of signed samples, from raw bytes to fields of the signature; the same seed makes the same changes. Keys
/// and ECDSA's own random numbers differ in each run.
/// </summary>
internal sealed class Mutator
{
    private readonly Random _random;
    private readonly IReadOnlyList<SignedSample> _samples;
    private readonly Dictionary<SignedSample, byte[]> _blobs;
    private readonly BlobMutator _blob;
    private readonly ArmourMutator _armour;
    private readonly ContentMutator _content;

    public Mutator(int seed, IReadOnlyList<SignedSample> samples)
    {
        _random = new Random(seed);
        _samples = samples;
        _blobs = samples.ToDictionary(sample => sample, sample => sample.Key.SignBlob(sample.Payload));
        _blob = new BlobMutator(_random);
        _armour = new ArmourMutator(_random);
        _content = new ContentMutator(_random);
    }

    /// <summary>The samples as they should be.</summary>
    public IEnumerable<Mutant> Originals => _samples.Select(sample => sample.With(Armour(_blobs[sample])));

    public Mutant Next()
    {
        var sample = _samples[_random.Next(_samples.Count)];
        var blob = _blobs[sample];
        return _random.Next(100) switch
        {
            < 2 => _content.Mutate(sample).Signed(_random.Next(2) == 0 ? "sha256" : "sha512"),
            < 3 => sample.With(sample.Key.Sign(sample.Payload, _random.Next(2) == 0 ? "file" : "GIT")),
            < 5 => _content.Mutate(sample).With(Armour(blob)),
            < 8 => sample.With(Armour(_blobs[_samples[_random.Next(_samples.Count)]])),
            < 40 => sample.With(Armour(_blob.Mutate(blob))),
            < 60 => sample.With(_armour.Mutate(Armour(blob))),
            < 65 => sample.With(_armour.Mutate(Armour(_blob.Mutate(blob)))),
            _ => Bytes(sample.With(Armour(blob))),
        };
    }

    private static byte[] Armour(byte[] blob) => TagText.Bytes(TagText.Armour(blob));

    /// <summary>Changes bytes anywhere.</summary>
    private Mutant Bytes(Mutant mutant) => mutant.Kind == SampleKind.File && _random.Next(2) == 0
        ? mutant with { Armour = Bytes(mutant.Armour) }
        : mutant with { Body = Bytes(mutant.Body) };

    private byte[] Bytes(byte[] body)
    {
        var (from, to) = (_random.Next(body.Length), _random.Next(body.Length));
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        switch (_random.Next(7))
        {
            case 0:
                return [.. body[..from], (byte)_random.Next(256), .. body[from..]];
            case 1:
                return [.. body[..from], .. body[(from + 1)..]];
            case 2:
                return body[..from];
            case 3:
                return [.. body[..to], .. body[from..]];
            case 4:
                return [.. body[..from], .. body[to..]];
            default:
                byte[] changed = [.. body];
                for (var i = _random.Next(3); i >= 0; i--)
                    changed[_random.Next(changed.Length)] ^= (byte)(1 << _random.Next(8));
                return changed;
        }
    }
}
