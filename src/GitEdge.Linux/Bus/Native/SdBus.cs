using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace GitEdge.Linux.Bus.Native;

/// <summary>
/// The functions of sd-bus that are used (sd-bus(3)), none of them variadic. All since systemd 241. One thread may use a bus
/// and its messages; the functions return a negative error number of the system when they fail.
/// </summary>
internal static unsafe partial class SdBus
{
    internal const string Library = "libsystemd.so.0";

    [LibraryImport(Library, EntryPoint = "sd_bus_new")]
    internal static partial int New(out nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_set_address", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetAddress(nint bus, string address);

    [LibraryImport(Library, EntryPoint = "sd_bus_set_bus_client")]
    internal static partial int SetBusClient(nint bus, int isClient);

    [LibraryImport(Library, EntryPoint = "sd_bus_start")]
    internal static partial int Start(nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_is_ready")]
    internal static partial int IsReady(nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_close_unref")]
    internal static partial nint CloseUnref(nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_get_fd")]
    internal static partial int GetFd(nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_get_events")]
    internal static partial int GetEvents(nint bus);

    [LibraryImport(Library, EntryPoint = "sd_bus_get_timeout")]
    internal static partial int GetTimeout(nint bus, out ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_bus_process")]
    internal static partial int Process(nint bus, nint* message);

    [LibraryImport(Library, EntryPoint = "sd_bus_send")]
    internal static partial int Send(nint bus, nint message, nint cookie);

    [LibraryImport(Library, EntryPoint = "sd_bus_call_async")]
    internal static partial int CallAsync(
        nint bus, out nint slot, nint message, delegate* unmanaged<nint, nint, NativeBusError*, int> callback, nint data, ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_bus_add_match_async", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddMatchAsync(
        nint bus, out nint slot, string rule, delegate* unmanaged<nint, nint, NativeBusError*, int> callback,
        delegate* unmanaged<nint, nint, NativeBusError*, int> installed, nint data);

    [LibraryImport(Library, EntryPoint = "sd_bus_add_object", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddObject(
        nint bus, out nint slot, string path, delegate* unmanaged<nint, nint, NativeBusError*, int> callback, nint data);

    [LibraryImport(Library, EntryPoint = "sd_bus_slot_unref")]
    internal static partial nint SlotUnref(nint slot);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_new_method_call", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NewMethodCall(nint bus, out nint message, string destination, string path, string? inInterface, string member);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_new_method_return")]
    internal static partial int NewMethodReturn(nint call, out nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_new_method_error")]
    internal static partial int NewMethodError(nint call, out nint message, NativeBusError* error);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_new_signal", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NewSignal(nint bus, out nint message, string path, string inInterface, string member);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_set_allow_interactive_authorization")]
    internal static partial int SetInteraction(nint message, int allowed);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_allow_interactive_authorization")]
    internal static partial int GetInteraction(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_expect_reply")]
    internal static partial int GetExpectReply(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_ref")]
    internal static partial nint MessageRef(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_unref")]
    internal static partial nint MessageUnref(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_error")]
    internal static partial NativeBusError* GetError(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_sender")]
    internal static partial nint GetSender(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_path")]
    internal static partial nint GetPath(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_interface")]
    internal static partial nint GetInterface(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_member")]
    internal static partial nint GetMember(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_get_signature")]
    internal static partial nint GetSignature(nint message, int complete);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_append_basic")]
    internal static partial int Append(nint message, byte type, void* value);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_append_array")]
    internal static partial int AppendArray(nint message, byte type, void* items, nuint bytes);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_open_container", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenContainer(nint message, byte type, string contents);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_close_container")]
    internal static partial int CloseContainer(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_read_basic")]
    internal static partial int Read(nint message, byte type, void* value);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_read_array")]
    internal static partial int ReadArray(nint message, byte type, out nint items, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_enter_container", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int EnterContainer(nint message, byte type, string contents);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_exit_container")]
    internal static partial int ExitContainer(nint message);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_peek_type")]
    internal static partial int PeekType(nint message, out byte type, out nint contents);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_at_end")]
    internal static partial int AtEnd(nint message, int complete);

    [LibraryImport(Library, EntryPoint = "sd_bus_message_skip", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Skip(nint message, string types);
}
