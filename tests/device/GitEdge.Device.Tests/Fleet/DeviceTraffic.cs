using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>Requests one after the other, with a pause that leaves the device something for its own work, made inside the device, with a ledger of who answered.</summary>
internal sealed class DeviceTraffic
{
    private readonly VirtualDevice _device;

    private DeviceTraffic(VirtualDevice device) => _device = device;

    /// <summary>Begins; it goes on until <see cref="EndAsync"/>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="body">What is sent.</param>
    public static async Task<DeviceTraffic> BeginAsync(VirtualDevice device, string body)
    {
        await device.RunAsync("cat > /run/request.json", System.Text.Encoding.UTF8.GetBytes(body));
        await device.RunAsync("""
            systemd-run --quiet --unit traffic sh -c 'while true; do curl --silent --output /dev/null --data @/run/request.json \
              --write-out "%{http_code} %header{gitedge-model-digest}\n" http://127.0.0.1:8500/v2/models/m/infer >> /run/ledger; sleep 1; done'
            """);
        await device.UntilAsync("test -s /run/ledger", "the first answer");
        return new DeviceTraffic(device);
    }

    /// <summary>Ends it: HTTP status (000: no answer) and digest of every answer, in their order.</summary>
    public async Task<IReadOnlyList<(string Status, string Digest)>> EndAsync()
    {
        // The request under way is not waited for, and not in the ledger.
        var lines = await _device.RunAsync("systemctl stop traffic; cat /run/ledger");
        return [.. lines.Split('\n').Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))];
    }
}
