using GitEdge.Core.Primitives;
using System.Globalization;

namespace GitEdge.Agent.Slots;

/// <summary>Which name means what below the data directory, and below a slot.</summary>
internal sealed class SlotLayout(string root)
{
    /// <summary>The record of a slot, in the slot.</summary>
    public const string Record = "generation.json";

    /// <summary>Absolute path of the data directory.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The directory of both slots.</summary>
    public string Slots => Path.Combine(Root, "slots");

    /// <summary>The link to the active slot.</summary>
    public string ActiveLink => Path.Combine(Root, "active");

    /// <summary>What the link holds when <paramref name="slot"/> is active.</summary>
    public static string LinkTo(Slot slot) => $"slots/{slot.Letter()}";

    /// <summary>Absolute path of a slot.</summary>
    public string Of(Slot slot) => Path.Combine(Root, LinkTo(slot));

    /// <summary>Absolute path of a slot's record.</summary>
    public string RecordOf(Slot slot) => Path.Combine(Of(slot), Record);

    /// <summary>Where a model is in a slot: Triton's layout, the version being the generation.</summary>
    public static string Model(string name, long generation) =>
        string.Create(CultureInfo.InvariantCulture, $"models/{name}/{generation}/model.onnx");

    /// <summary>Where the Quadlet files of a slot are.</summary>
    public const string Containers = "containers";

    /// <summary>Where a container's Quadlet file is in a slot.</summary>
    public static string Container(string name) => $"{Containers}/{name}.container";

    /// <summary>Where what is added to it is.</summary>
    public static string ContainerDropIn(string name) => $"{Containers}/{name}.container.d/10-gitedge.conf";

    /// <summary>Where a golden file is in a slot.</summary>
    public static string Golden(string model, string path) => $"golden/{model}/{path}";
}
