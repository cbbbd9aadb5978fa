using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>Writes the commands of a run: mask, passes over the bits, components; a barrier between any two.</summary>
internal sealed unsafe class CommandRecorder(
    VulkanDevice device, VisionBatchOptions options, BatchLayout layout, VulkanBuffers buffers, DescriptorSet set)
{
    // Invocations of a workgroup, and the words of four rows that one of Shader.Rows makes.
    private const uint GroupSize = 64;
    private const uint RowsTogether = 4;

    /// <summary>Workgroups a frame of the passes over runs or results, whose number the processor does not know.</summary>
    private const uint StridingGroups = 16;

    private readonly BatchPass[] _passes = BatchPass.Compile(options.Pipeline);
    private readonly Vk _vk = device.Api;

    /// <summary>Records a run of <paramref name="frames"/> frames, which can then be submitted any number of times.</summary>
    /// <param name="commands">An empty or finished command buffer.</param>
    /// <param name="frames">Their number.</param>
    /// <exception cref="VulkanException">The driver cannot.</exception>
    public void Record(CommandBuffer commands, int frames)
    {
        var begin = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo };
        VulkanException.Check(_vk.BeginCommandBuffer(commands, in begin), "vkBeginCommandBuffer");
        _vk.CmdBindDescriptorSets(
            commands, PipelineBindPoint.Compute, device.Pipelines.Layout, 0, 1, in set, 0, null);
        var count = (uint)frames;
        var words = (uint)layout.RowsWords;

        // The images take turns; the mask has no source and writes the first.
        var geometry = Start();
        var other = (uint)layout.ImageWords * (uint)layout.Frames;
        foreach (ref readonly var pass in _passes.AsSpan())
        {
            geometry.Back = (uint)pass.Back;
            geometry.Span = (uint)pass.Span;
            geometry.FlipIn = pass.FlipIn ? uint.MaxValue : 0;
            geometry.FlipOut = pass.FlipOut ? uint.MaxValue : 0;
            geometry.Left = (uint)pass.Kept.X;
            geometry.Right = (uint)pass.Kept.Right;
            geometry.Top = (uint)pass.Kept.Y;
            geometry.Bottom = (uint)pass.Kept.Bottom;
            var cells = pass.Shader == Shader.Rows
                ? ((uint)options.Height + RowsTogether - 1) / RowsTogether * (uint)layout.RowWords
                : words;
            Dispatch(commands, pass.Shader, geometry, (cells + GroupSize - 1) / GroupSize, count);
            (geometry.Source, geometry.Target) = (geometry.Target, other - geometry.Target);
        }

        Dispatch(commands, Shader.Number, geometry, count, 1);
        Dispatch(commands, Shader.Runs, geometry, (words + GroupSize - 1) / GroupSize, count);
        Dispatch(commands, Shader.Join, geometry, StridingGroups, count);
        Dispatch(commands, Shader.Roots, geometry, count, 1);
        Dispatch(commands, Shader.Sums, geometry, StridingGroups, count);
        Dispatch(commands, Shader.Results, geometry, StridingGroups, count);
        if (buffers.Masks is { } masks)
        {
            var bytes = (ulong)layout.ImageWords * sizeof(uint);
            var region = new BufferCopy(geometry.Source * sizeof(uint), 0, count * bytes);
            _vk.CmdCopyBuffer(commands, buffers.Bits.Handle, masks.Handle, 1, in region);
        }

        Barrier(
            commands, PipelineStageFlags.ComputeShaderBit | PipelineStageFlags.TransferBit, PipelineStageFlags.HostBit,
            AccessFlags.ShaderWriteBit | AccessFlags.TransferWriteBit, AccessFlags.HostReadBit);
        VulkanException.Check(_vk.EndCommandBuffer(commands), "vkEndCommandBuffer");
    }

    /// <summary>Records what is needed once: guards are zero from then on, because no pass writes anything else to them.</summary>
    public void RecordClear(CommandBuffer commands)
    {
        var begin = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo };
        VulkanException.Check(_vk.BeginCommandBuffer(commands, in begin), "vkBeginCommandBuffer");
        _vk.CmdFillBuffer(commands, buffers.Bits.Handle, 0, Vk.WholeSize, 0);
        Barrier(
            commands, PipelineStageFlags.TransferBit, PipelineStageFlags.ComputeShaderBit, AccessFlags.TransferWriteBit,
            AccessFlags.ShaderReadBit | AccessFlags.ShaderWriteBit);
        VulkanException.Check(_vk.EndCommandBuffer(commands), "vkEndCommandBuffer");
    }

    private Geometry Start() => new()
    {
        Width = (uint)options.Width,
        Height = (uint)options.Height,
        RowWords = (uint)layout.RowWords,
        ImageWords = (uint)layout.ImageWords,
        Capacity = (uint)layout.Capacity,
        Reach = options.Connectivity == Connectivity.Eight ? 1u : 0,
        InputOffset = buffers.InputOffset,
        InputFrame = (uint)buffers.Device.FrameStride,
        InputRow = (uint)buffers.Device.RowStride,
    };

    /// <summary>One pass, after everything before it has been written.</summary>
    private void Dispatch(CommandBuffer commands, Shader shader, in Geometry geometry, uint x, uint y)
    {
        _vk.CmdBindPipeline(commands, PipelineBindPoint.Compute, device.Pipelines[shader]);
        fixed (Geometry* constants = &geometry)
        {
            _vk.CmdPushConstants(
                commands, device.Pipelines.Layout, ShaderStageFlags.ComputeBit, 0, (uint)sizeof(Geometry), constants);
        }

        _vk.CmdDispatch(commands, x, y, 1);
        Barrier(
            commands, PipelineStageFlags.ComputeShaderBit,
            PipelineStageFlags.ComputeShaderBit | PipelineStageFlags.TransferBit, AccessFlags.ShaderWriteBit,
            AccessFlags.ShaderReadBit | AccessFlags.ShaderWriteBit | AccessFlags.TransferReadBit);
    }

    private void Barrier(
        CommandBuffer commands, PipelineStageFlags before, PipelineStageFlags after, AccessFlags written, AccessFlags used)
    {
        var barrier = new MemoryBarrier
        {
            SType = StructureType.MemoryBarrier,
            SrcAccessMask = written,
            DstAccessMask = used,
        };
        _vk.CmdPipelineBarrier(commands, before, after, 0, 1, in barrier, 0, null, 0, null);
    }
}
