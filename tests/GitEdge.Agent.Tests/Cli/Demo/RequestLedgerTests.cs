using GitEdge.Agent.Cli.Demo;

namespace GitEdge.Agent.Tests.Cli.Demo;

public sealed class RequestLedgerTests
{
    private const string Old = "sha256:old";
    private const string New = "sha256:new";

    [Fact]
    public void Ledger_of_many_clients_loses_nothing()
    {
        var ledger = new RequestLedger();
        Parallel.For(0, 10_000, i =>
        {
            ledger.Sent();
            if (i % 10 == 0)
                ledger.Failed("HTTP 503");
            else
                Answer(ledger, i, i % 2 == 0 ? Old : New, bad: i % 100 == 1);
        });
        var totals = ledger.Totals();
        Assert.Equal((10_000, 9_000, 1_000, 0), (totals.Sent, totals.Answered, totals.Failed, totals.Outstanding));
        Assert.Equal(1_000, Assert.Single(totals.Failures).Value);
        Assert.Equal(9_000, totals.Lines.Sum(line => line.Answered));
        Assert.Equal(100, totals.Bad);
    }

    [Fact]
    public void Request_without_an_end_shows_as_outstanding()
    {
        var ledger = new RequestLedger();
        ledger.Sent();
        ledger.Sent();
        Answer(ledger, 1, Old);
        Assert.Equal(1, ledger.Totals().Outstanding);
    }

    [Fact]
    public void Bad_answers_are_answers_and_are_charged_to_their_model()
    {
        var ledger = new RequestLedger();
        Answer(ledger, 1, Old);
        Answer(ledger, 2, New, bad: true);
        var totals = ledger.Totals();
        Assert.Equal((2, 0, 1), (totals.Answered, totals.Failed, totals.Bad));
        Assert.Equal([new LedgerLine(Old, 1, 0), new LedgerLine(New, 1, 1)], totals.Lines);
    }

    [Fact]
    public void Percentiles_are_those_of_the_nearest_rank()
    {
        var ledger = new RequestLedger();
        for (var i = 100; i > 0; i--)
            ledger.Answered(new Answer(Ms(i), Ms(i), Old, Bad: false));
        Assert.Equal((Ms(50), Ms(99)), (ledger.Totals().P50, ledger.Totals().P99));
        Assert.Equal(TimeSpan.Zero, new RequestLedger().Totals().P99);
    }

    [Fact]
    public void Handover_reports_the_gap_the_overlap_and_the_slowest_answer_around_it()
    {
        var ledger = new RequestLedger();
        Answer(ledger, 0, Old);
        Answer(ledger, 900, Old); // 900 ms without an answer, but long before the switch
        for (var at = 2000; at <= 3000; at += 10)
            Answer(ledger, at, Old);
        Answer(ledger, 3050, New);
        ledger.Answered(new Answer(Ms(3060), Ms(75), Old, Bad: false)); // sent before, answered after
        for (var at = 3070; at <= 5000; at += 10)
            Answer(ledger, at, New);
        var handover = ledger.HandoverTo(New, Ms(1000));
        Assert.Equal(new Handover(Ms(3050), Ms(10), Ms(50), Ms(75)), handover);
    }

    [Fact]
    public void Handover_to_a_model_that_never_answered_is_none()
    {
        var ledger = new RequestLedger();
        Answer(ledger, 10, New);
        Answer(ledger, 20, Old);
        Assert.Null(ledger.HandoverTo(New, Ms(15)));
    }

    private static void Answer(RequestLedger ledger, int at, string digest, bool bad = false) =>
        ledger.Answered(new Answer(Ms(at), Ms(1), digest, bad));

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
