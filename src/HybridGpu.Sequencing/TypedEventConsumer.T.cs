using System;

namespace HybridGpu.Sequencing;

/// <summary>A consumer that knows its handler's and wait strategy's types, and so can build the compiled-in
/// loop.</summary>
internal sealed class TypedEventConsumer<T, THandler, TWait>(string name, THandler handler, TWait wait)
    : EventConsumer<T>(name)
    where T : struct
    where THandler : IEventHandler<T>
    where TWait : struct, IWaitStrategy
{
    private protected override IEventProcessor CreateProcessor(
        RingBuffer<T> ring, SequenceBarrier barrier, Action<HandlerFault> onFault) =>
        new EventProcessor<T, THandler, TWait>(
            Name, ring, barrier, handler, wait, onFault, Sequence, Policy, BatchLimit);
}
