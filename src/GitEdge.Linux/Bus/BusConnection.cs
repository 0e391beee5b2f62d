using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>
/// A connection to a message bus through sd-bus. It ends by itself when the bus goes away, says so by <see cref="Ended"/>,
/// and does not come back: whoever wants a bus opens another. All members may be used from any thread.
/// </summary>
public sealed class BusConnection : IDisposable
{
    private const string Driver = "org.freedesktop.DBus";
    private const string DriverPath = "/org/freedesktop/DBus";
    private const string SystemVariable = "DBUS_SYSTEM_BUS_ADDRESS";
    private const string DefaultSystemAddress = "unix:path=/run/dbus/system_bus_socket";
    private const uint DoNotQueue = 4;
    private const uint IsOwner = 1;
    private const uint WasOwner = 4;

    private readonly BusLoop _loop;
    private readonly CallQueue _calls;
    private readonly HashSet<NativeSlot> _slots = [];

    private BusConnection(string address)
    {
        _loop = new BusLoop(address, Ending);
        _calls = new CallQueue(_loop);
    }

    /// <summary>Where the system's bus is: what <c>DBUS_SYSTEM_BUS_ADDRESS</c> says, or the usual place.</summary>
    public static string SystemAddress =>
        Environment.GetEnvironmentVariable(SystemVariable) is { Length: > 0 } address ? address : DefaultSystemAddress;

    /// <summary>Done when the connection has ended, with the reason.</summary>
    public Task<BusException> Ended => _loop.Ended;

    /// <summary>Connects, and waits until the bus has taken the connection.</summary>
    /// <param name="address">A D-Bus address, for example <see cref="SystemAddress"/>.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="BusException">There is no bus, it does not take the connection, or sd-bus is not installed.</exception>
    public static async Task<BusConnection> OpenAsync(string address, CancellationToken cancellation)
    {
        var connection = Begin(address);
        try
        {
            await connection._loop.Ready.WaitAsync(cancellation);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method and reads its answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer, on the connection's thread.</param>
    /// <param name="cancellation">Ends the waiting, not what was called.</param>
    /// <exception cref="BusException">An error was answered, nothing was in time, the answer is not what was expected, or the connection has ended.</exception>
    /// <exception cref="ArgumentException">A name, a path or an argument is not one.</exception>
    public async Task<T> CallAsync<T>(BusCall call, ReadValue<T> read, CancellationToken cancellation)
    {
        T answer = default!;
        await _calls.RunAsync(call, message => answer = read(new BusReader(message)), cancellation);
        return answer;
    }

    /// <summary>Calls a method whose answer holds nothing that is wanted.</summary>
    /// <inheritdoc cref="CallAsync{T}(BusCall, ReadValue{T}, CancellationToken)"/>
    public Task CallAsync(BusCall call, CancellationToken cancellation) => _calls.RunAsync(call, static _ => { }, cancellation);

    /// <summary>Asks for a name. False when somebody else has it.</summary>
    /// <exception cref="BusException">The bus's policy does not allow it (<see cref="BusErrorNames.AccessDenied"/>), or the connection has ended.</exception>
    public async Task<bool> TryOwnAsync(string name, CancellationToken cancellation)
    {
        var answer = await CallAsync(CallDriver("RequestName", writer =>
        {
            writer.WriteString(name);
            writer.WriteUInt32(DoNotQueue);
        }), static reader => reader.ReadUInt32(), cancellation);
        return answer is IsOwner or WasOwner;
    }

    /// <summary>Gives a name up, so that whoever calls it from now on calls somebody else. What was called before still comes.</summary>
    /// <exception cref="BusException">The connection has ended.</exception>
    public Task ReleaseAsync(string name, CancellationToken cancellation) =>
        CallAsync(CallDriver("ReleaseName", writer => writer.WriteString(name)), static reader => reader.ReadUInt32(), cancellation);

    /// <summary>The unique name of who owns a name.</summary>
    /// <exception cref="BusException">Nobody does (<see cref="BusErrorNames.NameHasNoOwner"/>), or the connection has ended.</exception>
    public Task<string> FindOwnerAsync(string name, CancellationToken cancellation) =>
        CallAsync(CallDriver("GetNameOwner", writer => writer.WriteString(name)), static reader => reader.ReadString(), cancellation);

    /// <summary>The user a connection belongs to, from the bus, which has it from the kernel: never a process id, which may be another's by now.</summary>
    /// <exception cref="BusException">Nobody has the name any more, or the connection has ended.</exception>
    public Task<uint> FindUserAsync(string name, CancellationToken cancellation) =>
        CallAsync(CallDriver("GetConnectionUnixUser", writer => writer.WriteString(name)), static reader => reader.ReadUInt32(), cancellation);

    /// <summary>Wants signals from now on; when it returns the bus knows.</summary>
    /// <param name="match">Which.</param>
    /// <param name="handle">Takes them in.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    /// <exception cref="BusException">The sender has no name on the bus, or the connection has ended.</exception>
    public async Task<IDisposable> SubscribeAsync(BusMatch match, HandleSignal handle, CancellationToken cancellation)
    {
        if (match.Sender is { } sender && sender != Driver && !sender.StartsWith(':'))
            match = match with { Sender = await FindOwnerAsync(sender, cancellation) };
        var subscription = new BusSubscription(match.ToRule(), handle);
        var slot = await AddAsync(bus => subscription.Begin(bus));
        try
        {
            await subscription.Installed.WaitAsync(cancellation);
            return slot;
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    /// <summary>Serves an object from now on.</summary>
    /// <returns>Disposing it ends that.</returns>
    /// <exception cref="BusException">The connection has ended.</exception>
    public async Task<IDisposable> ServeAsync(BusObject served)
    {
        var calls = new ServedCalls(served, this);
        return await AddAsync(calls.Begin);
    }

    /// <summary>Sends a signal to whoever wants it.</summary>
    /// <param name="path">The object.</param>
    /// <param name="ofInterface">The interface.</param>
    /// <param name="member">The signal's name.</param>
    /// <param name="body">Writes its arguments.</param>
    /// <exception cref="BusException">The connection has ended.</exception>
    public Task EmitAsync(string path, string ofInterface, string member, WriteValues body) => PostAsync(bus =>
    {
        BusErrno.Written(SdBus.NewSignal(bus, out var message, path, ofInterface, member), $"signal {member}");
        try
        {
            body(new BusWriter(message));
            BusErrno.Checked(SdBus.Send(bus, message, 0), $"send signal {member}");
        }
        finally
        {
            SdBus.MessageUnref(message);
        }
        return true;
    });

    /// <summary>Tells whoever wants to know that properties have new values (D-Bus specification, PropertiesChanged).</summary>
    /// <param name="path">The object.</param>
    /// <param name="ofInterface">The interface.</param>
    /// <param name="changed">Those that changed.</param>
    /// <exception cref="BusException">The connection has ended.</exception>
    public Task EmitChangedAsync(string path, string ofInterface, IReadOnlyList<BusProperty> changed) =>
        EmitAsync(path, StandardInterfaces.Properties, "PropertiesChanged", writer =>
        {
            writer.WriteString(ofInterface);
            StandardInterfaces.WriteAll(writer, changed);
            writer.WriteStrings([]);
        });

    /// <summary>Ends the connection.</summary>
    public void Dispose() => _loop.Dispose();

    /// <summary>Has work done on the connection's thread; false when it has ended.</summary>
    internal bool TryPost(Action work) => _loop.TryPost(work);

    private static BusConnection Begin(string address)
    {
        try
        {
            return new BusConnection(address);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new BusException(BusErrorNames.NotSupported, $"{SdBus.Library} cannot be used ({e.Message}). Install libsystemd, of systemd 241 or later.");
        }
    }

    private static BusCall CallDriver(string member, WriteValues arguments) =>
        new(Driver, DriverPath, Driver, member) { Arguments = arguments };

    private async Task<IDisposable> AddAsync(Func<nint, NativeSlot> add)
    {
        var slot = await PostAsync(bus =>
        {
            var slot = add(bus);
            _slots.Add(slot);
            return slot;
        });
        return new BusRegistration(() => _loop.TryPost(() => Remove(slot)));
    }

    private async Task<T> PostAsync<T>(Func<nint, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_loop.TryPost(() => Complete(done, work)))
            throw await _loop.Ended;
        return await done.Task;
    }

    private void Complete<T>(TaskCompletionSource<T> done, Func<nint, T> work)
    {
        try
        {
            done.SetResult(_loop.Ended.IsCompletedSuccessfully ? throw _loop.Ended.Result : work(_loop.Bus));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void Remove(NativeSlot slot)
    {
        if (_slots.Remove(slot))
            slot.Free();
    }

    private void Ending(BusException end)
    {
        _calls.FailAll(end);
        foreach (var slot in _slots)
            slot.Free();
        _slots.Clear();
    }
}
