// Runs stop and kill servers and measure time: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
