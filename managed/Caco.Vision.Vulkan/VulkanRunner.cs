using System.Runtime.CompilerServices;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>A batch on a Vulkan device: a run is one submission of one command buffer, and one fence.</summary>
internal sealed unsafe class VulkanRunner : IBatchRunner
{
    private readonly VulkanDevice _device;
    private readonly VisionBatchOptions _options;
    private readonly BatchLayout _layout;
    private readonly VulkanBuffers _buffers;
    private readonly CommandRecorder _recorder;
    private readonly PaletteMask?[] _masks;
    private readonly ulong _timeout;
    private CommandPool _commandPool;
    private DescriptorPool _descriptorPool;
    private CommandBuffer _commands;
    private Fence _fence;
    private VisionWorkspace? _workspace;
    private int _recorded;
    private bool _failed;
    private bool _isPending;

    /// <exception cref="VulkanException">The device cannot hold the batch.</exception>
    public VulkanRunner(VulkanDevice device, VisionBatchOptions options)
    {
        _device = device;
        _options = options;
        _layout = new BatchLayout(options);
        _masks = new PaletteMask?[options.MaxFrames];
        _timeout = checked((ulong)options.Timeout.Ticks * 100);
        CheckLimits();
        _buffers = new VulkanBuffers(device, options, _layout);
        try
        {
            CreateCommands();
            _recorder = new CommandRecorder(device, options, _layout, _buffers, CreateSet());
            _recorder.RecordClear(_commands);
            Submit();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FrameMemory Frames => _buffers.Frames;

    /// <summary>Whether the device reads the frames where they lie.</summary>
    public bool ImportsHostMemory => _buffers.Input.Mapped is null;

    public void SetMask(int frame, PaletteMask mask)
    {
        _masks[frame] = mask;
        const int tableWords = Palette.Count / 32;
        var table = new Span<uint>(_buffers.Tables.Mapped, _layout.Frames * tableWords).Slice(frame * tableWords, tableWords);
        var bytes = mask.Bytes;
        for (var i = 0; i < table.Length; i++)
        {
            var word = 0u;
            for (var k = 0; k < 32; k++)
            {
                word |= (bytes[i * 32 + k] & 1u) << k;
            }

            table[i] = word;
        }
    }

    public int Run(int count, BatchResults results)
    {
        if (_failed)
        {
            throw new VulkanException("An earlier run of this batch failed: dispose it and create another.");
        }

        _device.ThrowIfDisposed();
        if (_buffers.IsStaged)
        {
            _buffers.Frames.CopyTo(_buffers.Device, count);
        }

        try
        {
            if (_recorded != count)
            {
                _recorder.Record(_commands, count);
                _recorded = count;
            }

            Submit();
        }
        catch
        {
            _failed = true;
            throw;
        }

        return Collect(count, results);
    }

    public Span<ulong> Mask(int frame)
    {
        var words = _layout.ImageWords / 2;
        return new Span<ulong>((ulong*)_buffers.Masks!.Mapped + (long)frame * words, words);
    }

    public void Dispose()
    {
        var vk = _device.Api;
        if (_isPending)
        {
            // A run that came to no end may still write to the buffers. No queue may be used meanwhile.
            lock (_device.QueueLock)
            {
                vk.DeviceWaitIdle(_device.Handle);
            }
        }

        vk.DestroyFence(_device.Handle, _fence, null);
        vk.DestroyDescriptorPool(_device.Handle, _descriptorPool, null);
        vk.DestroyCommandPool(_device.Handle, _commandPool, null);
        _fence = default;
        _descriptorPool = default;
        _commandPool = default;
        _buffers.Dispose();
    }

    private void CheckLimits()
    {
        var limit = (ulong)_device.Limits.MaxStorageBufferRange;
        var input = (ulong)FrameMemory.Packed(0, _options).Bytes;
        var largest = Math.Max(_layout.LargestBytes, input);
        if (largest > limit)
        {
            throw new VulkanException($"{_device.Name} takes buffers of at most {limit:N0} bytes, {_options.MaxFrames} frames of "
                + $"{_options.Width} x {_options.Height} with {_layout.Capacity} runs each need one of {largest:N0}: take fewer "
                + "frames or a lower RunsPerFrame.");
        }
    }

    private void CreateCommands()
    {
        var vk = _device.Api;
        var pool = new CommandPoolCreateInfo
        {
            SType = StructureType.CommandPoolCreateInfo,
            Flags = CommandPoolCreateFlags.ResetCommandBufferBit,
            QueueFamilyIndex = _device.QueueFamily,
        };
        VulkanException.Check(vk.CreateCommandPool(_device.Handle, in pool, null, out _commandPool), "vkCreateCommandPool");
        var commands = new CommandBufferAllocateInfo
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = _commandPool,
            Level = CommandBufferLevel.Primary,
            CommandBufferCount = 1,
        };
        VulkanException.Check(
            vk.AllocateCommandBuffers(_device.Handle, in commands, out _commands), "vkAllocateCommandBuffers");
        var fence = new FenceCreateInfo { SType = StructureType.FenceCreateInfo };
        VulkanException.Check(vk.CreateFence(_device.Handle, in fence, null, out _fence), "vkCreateFence");
    }

    private DescriptorSet CreateSet()
    {
        var vk = _device.Api;
        var size = new DescriptorPoolSize(DescriptorType.StorageBuffer, DeviceCandidate.StorageBuffers);
        var pool = new DescriptorPoolCreateInfo
        {
            SType = StructureType.DescriptorPoolCreateInfo,
            MaxSets = 1,
            PoolSizeCount = 1,
            PPoolSizes = &size,
        };
        VulkanException.Check(
            vk.CreateDescriptorPool(_device.Handle, in pool, null, out _descriptorPool), "vkCreateDescriptorPool");
        var layout = _device.Pipelines.SetLayout;
        var info = new DescriptorSetAllocateInfo
        {
            SType = StructureType.DescriptorSetAllocateInfo,
            DescriptorPool = _descriptorPool,
            DescriptorSetCount = 1,
            PSetLayouts = &layout,
        };
        VulkanException.Check(
            vk.AllocateDescriptorSets(_device.Handle, in info, out var set), "vkAllocateDescriptorSets");
        var bindings = _buffers.Bindings;
        for (var i = 0; i < bindings.Length; i++)
        {
            var buffer = new DescriptorBufferInfo(bindings[i].Handle, 0, Vk.WholeSize);
            var write = new WriteDescriptorSet
            {
                SType = StructureType.WriteDescriptorSet,
                DstSet = set,
                DstBinding = (uint)i,
                DescriptorCount = 1,
                DescriptorType = DescriptorType.StorageBuffer,
                PBufferInfo = &buffer,
            };
            vk.UpdateDescriptorSets(_device.Handle, 1, in write, 0, null);
        }

        return set;
    }

    private void Submit()
    {
        var vk = _device.Api;
        fixed (CommandBuffer* commands = &_commands)
        {
            var info = new SubmitInfo
            {
                SType = StructureType.SubmitInfo,
                CommandBufferCount = 1,
                PCommandBuffers = commands,
            };
            lock (_device.QueueLock)
            {
                VulkanException.Check(vk.QueueSubmit(_device.Queue, 1, in info, _fence), "vkQueueSubmit");
                _isPending = true;
            }
        }

        VulkanException.Check(vk.WaitForFences(_device.Handle, 1, in _fence, true, _timeout), "vkWaitForFences");
        _isPending = false;
        VulkanException.Check(vk.ResetFences(_device.Handle, 1, in _fence), "vkResetFences");
    }

    private int Collect(int count, BatchResults results)
    {
        var done = 0;
        for (var frame = 0; frame < count; frame++)
        {
            var words = new ReadOnlySpan<uint>(
                (uint*)_buffers.Results.Mapped + frame * _layout.ResultWords, (int)_layout.ResultWords);
            if (words[0] > (uint)_layout.Capacity)
            {
                // More runs than there was room for.
                _workspace ??= new VisionWorkspace(_options.Width, _options.Height);
                CpuPipeline.Run(Frames.Frame(frame), _masks[frame]!, _options, _workspace, frame, results);
                done++;
                continue;
            }

            var components = results.Make(frame, (int)words[1]);
            for (var i = 0; i < components.Length; i++)
            {
                components[i] = Read(words.Slice((i + 1) * BatchLayout.SumWords, BatchLayout.SumWords));
            }
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Component Read(ReadOnlySpan<uint> words)
    {
        var (left, right) = ((int)words[1], (int)words[2]);
        var (top, bottom) = ((int)(words[3] & 0xffff), (int)(words[3] >> 16));
        return new Component(
            (int)words[0],
            new PixelRect(left, top, right - left, bottom - top),
            (long)(words[5] * 0x1_0000_0000UL + words[4]),
            (long)(words[7] * 0x1_0000_0000UL + words[6]));
    }
}
