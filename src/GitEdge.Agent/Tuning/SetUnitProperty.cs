namespace GitEdge.Agent.Tuning;

/// <summary>systemd1.SetUnitProperties with runtime=true, until the next boot. Null when it is done, else why not, without a final stop.</summary>
internal delegate Task<string?> SetUnitProperty(string unit, string name, string value, CancellationToken cancellation);
