using System.Text;
using GitEdge.Linux.Bus;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Tests.Bus;

/// <summary>An object with every type and every way to answer, served on a connection of its own.</summary>
internal sealed class EchoService : IDisposable
{
    public const string Name = "io.gitedge.Echo1";
    public const string Path = "/io/gitedge/Echo1";
    public const string Basics = "ybnqiuxtdsog";
    public const string Nested = "a{s(axv)}";

    private readonly BusConnection _connection;
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    private EchoService(BusConnection connection) => _connection = connection;

    public int Held => Volatile.Read(ref _held);

    public BusConnection Connection => _connection;

    public static async Task<EchoService> StartAsync(string address)
    {
        var service = new EchoService(await BusConnection.OpenAsync(address, CancellationToken.None));
        await service._connection.ServeAsync(new BusObject(Path, [service.Interface()]));
        Assert.True(await service._connection.TryOwnAsync(Name, CancellationToken.None));
        return service;
    }

    public static BusCall Call(string member, WriteValues? arguments = null) => new(Name, Path, Name, member) { Arguments = arguments ?? (_ => { }) };

    public void LetGo() => _hold.TrySetResult();

    public void Dispose() => _connection.Dispose();

    private BusInterface Interface() => new(Name)
    {
        Methods =
        [
            new("Basics", (_, reader) => EchoBasics(reader)) { Takes = [.. Basics.Select((type, i) => new BusArgument($"a{i}", $"{type}"))], Returns = [.. Basics.Select((type, i) => new BusArgument($"b{i}", $"{type}"))] },
            new("Nested", (_, reader) => EchoNested(reader)) { Takes = [new("map", Nested)], Returns = [new("map", Nested)] },
            new("Double", (_, reader) => Double(reader)) { Takes = [new("bytes", "ay")], Returns = [new("bytes", "ay")] },
            new("ReadFile", (_, reader) => ReadFile(reader)) { Takes = [new("file", "h")], Returns = [new("text", "s")] },
            new("OpenFile", (_, reader) => OpenFile(reader)) { Takes = [new("path", "s")], Returns = [new("file", "h")] },
            new("Who", (caller, _) => WhoAsync(caller)) { Returns = [new("user", "u")] },
            new("Hold", (_, _) => HoldAsync()),
            new("Fail", (_, _) => throw new BusException("io.gitedge.Error.Refused", "not today")),
            new("Break", (_, _) => throw new InvalidOperationException("broken")),
            new("WrongAnswer", (_, _) => Task.FromResult<WriteValues>(writer => writer.WriteObjectPath("no path"))),
        ],
        Properties = [new("Answer", "u", writer => writer.WriteUInt32(42)), new("Words", "as", writer => writer.WriteStrings(["one", "two"]))],
        Signals = [new("Happened", [new("what", "s")])],
    };

    private static Task<WriteValues> EchoBasics(BusReader r)
    {
        var (y, b, n, q, i, u) = (r.ReadByte(), r.ReadBoolean(), r.ReadInt16(), r.ReadUInt16(), r.ReadInt32(), r.ReadUInt32());
        var (x, t, d, s, o, g) = (r.ReadInt64(), r.ReadUInt64(), r.ReadDouble(), r.ReadString(), r.ReadObjectPath(), r.ReadSignature());
        return Task.FromResult<WriteValues>(w =>
        {
            w.WriteByte(y);
            w.WriteBoolean(b);
            w.WriteInt16(n);
            w.WriteUInt16(q);
            w.WriteInt32(i);
            w.WriteUInt32(u);
            w.WriteInt64(x);
            w.WriteUInt64(t);
            w.WriteDouble(d);
            w.WriteString(s);
            w.WriteObjectPath(o);
            w.WriteSignature(g);
        });
    }

    private static Task<WriteValues> EchoNested(BusReader reader)
    {
        var map = ReadNested(reader);
        return Task.FromResult<WriteValues>(writer => WriteNested(writer, map));
    }

    public static IReadOnlyList<NestedEntry> ReadNested(BusReader reader) => reader.ReadArray("{s(axv)}", entry => entry.ReadDictEntry("s(axv)", both =>
    {
        var key = both.ReadString();
        return both.ReadStruct("axv", fields => new NestedEntry(key, fields.ReadArray("x", one => one.ReadInt64()), fields.ReadVariant("s", one => one.ReadString())));
    }));

    public static void WriteNested(BusWriter writer, IReadOnlyList<NestedEntry> map) => writer.WriteArray("{s(axv)}", entries =>
    {
        foreach (var (key, numbers, text) in map)
        {
            entries.WriteDictEntry("s(axv)", both =>
            {
                both.WriteString(key);
                both.WriteStruct("axv", fields =>
                {
                    fields.WriteArray("x", items =>
                    {
                        foreach (var number in numbers)
                            items.WriteInt64(number);
                    });
                    fields.WriteVariant("s", value => value.WriteString(text));
                });
            });
        }
    });

    private static Task<WriteValues> Double(BusReader reader)
    {
        var bytes = reader.ReadBytes();
        return Task.FromResult<WriteValues>(writer => writer.WriteBytes([.. bytes, .. bytes]));
    }

    private static Task<WriteValues> ReadFile(BusReader reader)
    {
        using var file = new FileStream(reader.ReadHandle(), FileAccess.Read);
        var text = new StreamReader(file, Encoding.UTF8).ReadToEnd();
        return Task.FromResult<WriteValues>(writer => writer.WriteString(text));
    }

    private static Task<WriteValues> OpenFile(BusReader reader)
    {
        var path = reader.ReadString();
        return Task.FromResult<WriteValues>(writer =>
        {
            using SafeFileHandle file = File.OpenHandle(path);
            writer.WriteHandle(file);
        });
    }

    private static async Task<WriteValues> WhoAsync(BusCaller caller)
    {
        var user = await caller.FindUserAsync(CancellationToken.None);
        return writer => writer.WriteUInt32(user);
    }

    private async Task<WriteValues> HoldAsync()
    {
        Interlocked.Increment(ref _held);
        await _hold.Task;
        return _ => { };
    }
}
