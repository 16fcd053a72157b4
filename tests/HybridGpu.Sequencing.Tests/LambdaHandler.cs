namespace HybridGpu.Sequencing.Tests;

internal delegate void EventAction(ref TestEvent data, long sequence, bool endOfBatch);

internal sealed class LambdaHandler(EventAction action) : IEventHandler<TestEvent>
{
    public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch) => action(ref data, sequence, endOfBatch);
}
