namespace GitEdge.Linux.Files;

/// <summary>In what state a <see cref="CheckedFile"/> was found.</summary>
public enum CheckedStatus
{
    /// <summary>Not read.</summary>
    Unknown,

    /// <summary>Never written: neither generation exists.</summary>
    Missing,

    /// <summary>Both generations are as they should be, or the first is and there never was a second.</summary>
    Whole,

    /// <summary>One generation is damaged or lost; the content is the other's, and may be the one before the last.</summary>
    Recovered,

    /// <summary>Something is there and none of it is whole: there is no content.</summary>
    Torn,
}
