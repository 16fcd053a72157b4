// The conformance tests wait for heartbeats and timeouts most of their time: all five ways of connecting run at once.
[assembly: LevelOfParallelism(5)]
