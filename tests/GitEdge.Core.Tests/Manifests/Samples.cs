namespace GitEdge.Core.Tests.Manifests;

/// <summary>One full, valid manifest of every kind.</summary>
internal static class Samples
{
    public const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000001";

    public const string Fleet = """
        { "apiVersion": "gitedge.io/v1", "kind": "Fleet", "metadata": { "name": "demo" },
          "spec": { "repoId": "6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90",
            "channels": [ { "name": "stable", "description": "All", "lifetime": "90d", "requireGolden": false }, { "name": "beta" } ] } }
        """;

    public const string Device = """
        { "apiVersion": "gitedge.io/v1", "kind": "Device", "metadata": { "name": "cam-1", "labels": { "role": "camera", "example.org/rack": "7" } },
          "spec": { "hardware": "rpi5-8g", "channel": "stable" } }
        """;

    public const string Rollout = """
        { "apiVersion": "gitedge.io/v1", "kind": "Rollout", "metadata": { "name": "stable" },
          "spec": { "channel": "stable", "epoch": 1, "counter": 5, "minCounter": 3, "created": "2026-03-01T08:00:00Z",
            "notBefore": "2026-03-02T08:00:00Z", "expires": "2026-06-01T08:00:00Z",
            "waves": [ { "name": "canary", "share": "5%", "start": "2026-03-02T08:00:00Z" }, { "name": "all", "share": "100%", "start": "2026-03-03T08:00:00Z" } ] } }
        """;

    public const string Agent = """
        { "apiVersion": "gitedge.io/v1", "kind": "Agent", "metadata": { "name": "cam-1" },
          "spec": { "repoId": "6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90", "channel": "stable", "allowedSigners": "/etc/gitedge/allowed_signers",
            "root": "/var/lib/gitedge", "runtime": "/run/gitedge", "poll": { "interval": "5s" }, "diskReserve": "1G",
            "inference": { "admin": "/run/gitedge-inference/admin.sock", "executable": "/usr/lib/gitedge/gitedge-inference" },
            "remotes": [
              { "name": "origin", "url": "https://git.example.org/fleet.git", "caFile": "/etc/gitedge/ca.pem", "tokenFile": "/etc/gitedge/token", "tokenUser": "oauth2" },
              { "name": "mirror", "url": "git@mirror.example.org:fleet.git", "identityFile": "/etc/gitedge/id", "knownHostsFile": "/etc/gitedge/known_hosts" } ] } }
        """;

    public const string Policy = """
        { "apiVersion": "gitedge.io/v1", "kind": "Policy",
          "spec": { "tuning": { "standard": true,
            "sysctl": { "vm.min_free_kbytes": { "min": 4096, "max": 65536 }, "net/ipv4/tcp_congestion_control": { "oneOf": ["cubic", "bbr"] },
                        "net.ipv4.neigh.eth0.retrans_time_ms": { "min": 100, "max": 5000, "step": 4 } },
            "cpuGovernors": ["schedutil"], "energyPreferences": ["power"], "transparentHugepages": ["never"], "tunedProfiles": ["latency-performance"], "powerProfiles": ["balanced"],
            "units": { "a.service": { "MemoryMax": { "min": "1M", "max": "1G" }, "CPUWeight": { "min": 1, "max": 100 }, "IOWeight": { "min": 1, "max": 100 },
                                      "AllowedCPUs": { "within": "0-3,5" } } } },
            "containers": { "keys": ["Container.Annotation"], "readPaths": ["/etc/localtime"], "writePaths": ["/srv/data/"], "volumes": ["shared"],
                            "devices": ["/dev/video0"], "capabilities": ["NET_ADMIN"], "networks": ["host"], "ports": [8080], "secrets": ["token"],
                            "podmanArgs": ["--cpus=2"] } } }
        """;

    public const string Profile = $$"""
        { "apiVersion": "gitedge.io/v1", "kind": "Profile", "metadata": { "name": "camera" },
          "selector": { "matchLabels": { "role": "camera", "gitedge.io/hardware": "rpi5-8g" } },
          "spec": {
            "models": [
              { "name": "vad", "source": "https://models.example.org/vad/6.onnx", "digest": "{{Digest}}", "size": 2327524, "swap": "cold",
                "requires": { "memory": "64MiB", "provider": "CPUExecutionProvider", "opset": 16, "runtime": "1.20" },
                "golden": { "cases": "golden/vad", "tolerance": { "abs": 1e-3, "rel": 0.01, "cosine": 0.99, "argmax": true },
                            "latency": { "p95": "20ms", "regression": 1.5 }, "memory": 268435456 } },
              { "name": "ocr", "source": [ "https://a.example.org/o", "file:/media/o", "oci://registry.example.org/o:1" ], "digest": "{{Digest}}", "size": 1 } ],
            "containers": [ { "name": "analytics", "image": "registry.example.org/analytics@{{Digest}}", "quadlet": "containers/analytics.container" } ],
            "tuning": { "sysctl": { "vm.swappiness": 10, "net/ipv4/ip_forward": "1" }, "cpuGovernor": "performance", "transparentHugepages": "madvise",
                        "energyPreference": "power", "tunedProfile": "latency-performance", "powerProfile": "balanced",
                        "units": { "gitedge-inference.service": { "MemoryMax": "1G", "CPUWeight": 500 } }, "confirmWithin": "60s" },
            "health": { "soak": "1h30m", "required": [ { "unit": "analytics.service" }, { "http": "http://127.0.0.1:8080/healthz" } ], "wanted": [ { "reach": "git" } ],
                        "limits": { "errorRate": 0.02, "badOutputs": 0.1, "constantOutputs": 10, "p95": "5ms", "memoryGrowth": 2 } } } }
        """;
}
