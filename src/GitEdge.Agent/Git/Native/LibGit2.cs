using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace GitEdge.Agent.Git.Native;

/// <summary>
/// The functions of libgit2 1.8 that are used. Not through LibGit2Sharp, which has no call for raw objects, opens one
/// connection to look and another to fetch, and cannot be told to refuse redirects or given a transport for one fetch.
/// </summary>
internal static unsafe partial class LibGit2
{
    /// <summary>No error.</summary>
    public const int Ok = 0;

    /// <summary><c>GIT_ENOTFOUND</c>.</summary>
    public const int NotFound = -3;

    /// <summary><c>GIT_EUSER</c>: one of our callbacks said stop.</summary>
    public const int User = -7;

    /// <summary><c>GIT_ITEROVER</c>.</summary>
    public const int IterationOver = -31;

    private const string Library = "libgit2-5853918";

    [LibraryImport(Library, EntryPoint = "git_libgit2_init")]
    internal static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "git_error_last")]
    internal static partial NativeError* LastError();

    [LibraryImport(Library, EntryPoint = "git_error_clear")]
    internal static partial void ClearError();

    // git_libgit2_opts is variadic; on every Linux ABI that .NET runs on, integers and pointers go where they always go.
    [LibraryImport(Library, EntryPoint = "git_libgit2_opts")]
    internal static partial int SetOption(int option, nint value);

    [LibraryImport(Library, EntryPoint = "git_libgit2_opts")]
    internal static partial int GetOption(int option, nint* value);

    [LibraryImport(Library, EntryPoint = "git_libgit2_opts", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetSearchPath(int option, int level, string path);

    [LibraryImport(Library, EntryPoint = "git_repository_open_bare", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RepositoryOpenBare(out RepositoryHandle repository, string path);

    [LibraryImport(Library, EntryPoint = "git_repository_free")]
    internal static partial void RepositoryFree(nint repository);

    [LibraryImport(Library, EntryPoint = "git_repository_odb")]
    internal static partial int RepositoryOdb(out OdbHandle odb, RepositoryHandle repository);

    [LibraryImport(Library, EntryPoint = "git_odb_free")]
    internal static partial void OdbFree(nint odb);

    [LibraryImport(Library, EntryPoint = "git_odb_exists")]
    internal static partial int OdbExists(OdbHandle odb, in NativeOid id);

    [LibraryImport(Library, EntryPoint = "git_odb_read_header")]
    internal static partial int OdbReadHeader(out nuint size, out int type, OdbHandle odb, in NativeOid id);

    [LibraryImport(Library, EntryPoint = "git_odb_read")]
    internal static partial int OdbRead(out OdbObjectHandle odbObject, OdbHandle odb, in NativeOid id);

    [LibraryImport(Library, EntryPoint = "git_odb_object_data")]
    internal static partial byte* OdbObjectData(OdbObjectHandle odbObject);

    [LibraryImport(Library, EntryPoint = "git_odb_object_size")]
    internal static partial nuint OdbObjectSize(OdbObjectHandle odbObject);

    [LibraryImport(Library, EntryPoint = "git_odb_object_type")]
    internal static partial int OdbObjectType(OdbObjectHandle odbObject);

    [LibraryImport(Library, EntryPoint = "git_odb_object_free")]
    internal static partial void OdbObjectFree(nint odbObject);

    [LibraryImport(Library, EntryPoint = "git_graph_descendant_of")]
    internal static partial int GraphDescendantOf(RepositoryHandle repository, in NativeOid commit, in NativeOid ancestor);

    [LibraryImport(Library, EntryPoint = "git_reference_iterator_glob_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ReferenceIteratorNew(out ReferenceIteratorHandle iterator, RepositoryHandle repository, string glob);

    [LibraryImport(Library, EntryPoint = "git_reference_next")]
    internal static partial int ReferenceNext(out nint reference, ReferenceIteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "git_reference_iterator_free")]
    internal static partial void ReferenceIteratorFree(nint iterator);

    [LibraryImport(Library, EntryPoint = "git_reference_name")]
    internal static partial byte* ReferenceName(nint reference);

    [LibraryImport(Library, EntryPoint = "git_reference_target")]
    internal static partial NativeOid* ReferenceTarget(nint reference);

    [LibraryImport(Library, EntryPoint = "git_reference_free")]
    internal static partial void ReferenceFree(nint reference);

    [LibraryImport(Library, EntryPoint = "git_reference_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ReferenceCreate(out nint reference, RepositoryHandle repository, string name, in NativeOid id, int force, nint logMessage);

    [LibraryImport(Library, EntryPoint = "git_reference_remove", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ReferenceRemove(RepositoryHandle repository, string name);

    [LibraryImport(Library, EntryPoint = "git_remote_create_with_opts", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoteCreate(out RemoteHandle remote, string url, RemoteCreateOptions* options);

    [LibraryImport(Library, EntryPoint = "git_remote_free")]
    internal static partial void RemoteFree(nint remote);

    [LibraryImport(Library, EntryPoint = "git_remote_connect_options_init")]
    internal static partial int ConnectOptionsInitialize(ConnectOptions* options, uint version);

    [LibraryImport(Library, EntryPoint = "git_fetch_options_init")]
    internal static partial int FetchOptionsInitialize(FetchOptions* options, uint version);

    [LibraryImport(Library, EntryPoint = "git_remote_connect_ext")]
    internal static partial int RemoteConnect(RemoteHandle remote, int direction, ConnectOptions* options);

    [LibraryImport(Library, EntryPoint = "git_remote_ls")]
    internal static partial int RemoteList(RemoteHead*** heads, nuint* count, RemoteHandle remote);

    [LibraryImport(Library, EntryPoint = "git_remote_download")]
    internal static partial int RemoteDownload(RemoteHandle remote, StringArray* refspecs, FetchOptions* options);

    [LibraryImport(Library, EntryPoint = "git_remote_disconnect")]
    internal static partial int RemoteDisconnect(RemoteHandle remote);

    [LibraryImport(Library, EntryPoint = "git_transport_smart")]
    internal static partial int TransportSmart(nint* transport, nint remote, SmartDefinition* definition);

    [LibraryImport(Library, EntryPoint = "git_transport_local")]
    internal static partial int TransportLocal(nint* transport, nint remote, nint payload);

    /// <summary>The last error's class and text, which libgit2 keeps by thread: ask at once.</summary>
    internal static (int Class, string Message) Error()
    {
        var error = LastError();
        return error is null
            ? (0, "no further explanation")
            : (error->Class, Utf8StringMarshaller.ConvertToManaged(error->Message) ?? "");
    }
}
