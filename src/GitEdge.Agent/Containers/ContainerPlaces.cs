namespace GitEdge.Agent.Containers;

/// <summary>Where Podman's generator looks, and where systemd looks for credentials.</summary>
/// <param name="Root">What all of it is below: <c>/</c>, or a tree of the same shape.</param>
internal sealed record ContainerPlaces(string Root = "/")
{
    /// <summary>The name of the registry's credential, a file as <c>podman login</c> writes it.</summary>
    public const string Credential = "gitedge.registry";

    /// <summary>The link through which the generator sees the active generation.</summary>
    public string Link => Path.Combine(Root, "etc/containers/systemd/gitedge");

    /// <summary>Where units that pull lie, until the next start of the device at most.</summary>
    public string Pulls => Path.Combine(Root, "run/containers/systemd");

    /// <summary>How systemd hands over the registry's credential; null when there is none.</summary>
    public string? FindCredential() =>
        File.Exists(Path.Combine(Root, "etc/credstore.encrypted", Credential)) ? $"LoadCredentialEncrypted=registry:{Credential}"
        : File.Exists(Path.Combine(Root, "etc/credstore", Credential)) ? $"LoadCredential=registry:{Credential}"
        : null;
}
