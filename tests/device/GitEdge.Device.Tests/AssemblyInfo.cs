// One guest at a time: it takes both cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
