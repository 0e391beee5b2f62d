namespace GitEdge.Agent.Tests.Authoring;

/// <summary>Stands before git in PATH: counts its calls, and at the chosen one kills gitedge before or after git has run.</summary>
internal static class KillingGit
{
    /// <summary>The program, for a file named git. Told by GIT_COUNT (a file), GIT_PATH, KILL_AT and KILL_WHEN (before, after).</summary>
    public static string Script { get; } = """
        #!/bin/bash
        count=$(( $(cat "$GIT_COUNT" 2>/dev/null || echo 0) + 1 ))
        echo $count > "$GIT_COUNT"
        PATH="$GIT_PATH"
        if [ "$count" = "$KILL_AT" ] && [ "$KILL_WHEN" = before ]; then kill -9 $PPID; exit 137; fi
        git "$@"; code=$?
        if [ "$count" = "$KILL_AT" ] && [ "$KILL_WHEN" = after ]; then kill -9 $PPID; fi
        exit $code
        """.ReplaceLineEndings("\n");
}
