using System.Text;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>The shaders of this assembly, compiled for a device: one layout of seven storage buffers and push constants.</summary>
internal sealed unsafe class ComputePipelines
{
    private readonly Vk _vk;
    private readonly Device _device;
    private readonly Pipeline[] _pipelines = new Pipeline[Enum.GetValues<Shader>().Length];
    private DescriptorSetLayout _setLayout;
    private PipelineLayout _layout;

    /// <exception cref="VulkanException">The driver refuses a shader.</exception>
    public ComputePipelines(Vk vk, Device device)
    {
        _vk = vk;
        _device = device;
        try
        {
            CreateLayouts();
            foreach (var shader in Enum.GetValues<Shader>())
            {
                _pipelines[(int)shader] = Compile(shader);
            }
        }
        catch
        {
            Free();
            throw;
        }
    }

    public DescriptorSetLayout SetLayout => _setLayout;

    public PipelineLayout Layout => _layout;

    public Pipeline this[Shader shader] => _pipelines[(int)shader];

    /// <summary>A shader's SPIR-V as it is in this assembly.</summary>
    public static byte[] Module(Shader shader)
    {
        var name = FileName(shader);
        using var stream = typeof(ComputePipelines).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly holds no {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static string FileName(Shader shader) => $"{shader.ToString().ToLowerInvariant()}.spv";

    public void Free()
    {
        foreach (ref var pipeline in _pipelines.AsSpan())
        {
            _vk.DestroyPipeline(_device, pipeline, null);
            pipeline = default;
        }

        _vk.DestroyPipelineLayout(_device, _layout, null);
        _vk.DestroyDescriptorSetLayout(_device, _setLayout, null);
        _layout = default;
        _setLayout = default;
    }

    private void CreateLayouts()
    {
        var bindings = stackalloc DescriptorSetLayoutBinding[(int)DeviceCandidate.StorageBuffers];
        for (var i = 0u; i < DeviceCandidate.StorageBuffers; i++)
        {
            bindings[i] = new DescriptorSetLayoutBinding
            {
                Binding = i,
                DescriptorType = DescriptorType.StorageBuffer,
                DescriptorCount = 1,
                StageFlags = ShaderStageFlags.ComputeBit,
            };
        }

        var set = new DescriptorSetLayoutCreateInfo
        {
            SType = StructureType.DescriptorSetLayoutCreateInfo,
            BindingCount = DeviceCandidate.StorageBuffers,
            PBindings = bindings,
        };
        VulkanException.Check(
            _vk.CreateDescriptorSetLayout(_device, in set, null, out _setLayout), "vkCreateDescriptorSetLayout");
        var constants = new PushConstantRange
        {
            StageFlags = ShaderStageFlags.ComputeBit,
            Size = (uint)sizeof(Geometry),
        };
        fixed (DescriptorSetLayout* layout = &_setLayout)
        {
            var info = new PipelineLayoutCreateInfo
            {
                SType = StructureType.PipelineLayoutCreateInfo,
                SetLayoutCount = 1,
                PSetLayouts = layout,
                PushConstantRangeCount = 1,
                PPushConstantRanges = &constants,
            };
            VulkanException.Check(_vk.CreatePipelineLayout(_device, in info, null, out _layout), "vkCreatePipelineLayout");
        }
    }

    private Pipeline Compile(Shader shader)
    {
        var code = Module(shader);
        ShaderModule module;
        fixed (byte* words = code)
        {
            var info = new ShaderModuleCreateInfo
            {
                SType = StructureType.ShaderModuleCreateInfo,
                CodeSize = (nuint)code.Length,
                PCode = (uint*)words,
            };
            VulkanException.Check(
                _vk.CreateShaderModule(_device, in info, null, out module), $"vkCreateShaderModule of {FileName(shader)}");
        }

        try
        {
            fixed (byte* entry = "main\0"u8)
            {
                var info = new ComputePipelineCreateInfo
                {
                    SType = StructureType.ComputePipelineCreateInfo,
                    Stage = new PipelineShaderStageCreateInfo
                    {
                        SType = StructureType.PipelineShaderStageCreateInfo,
                        Stage = ShaderStageFlags.ComputeBit,
                        Module = module,
                        PName = entry,
                    },
                    Layout = _layout,
                };
                VulkanException.Check(
                    _vk.CreateComputePipelines(_device, default, 1, in info, null, out var pipeline),
                    $"vkCreateComputePipelines of {FileName(shader)}");
                return pipeline;
            }
        }
        finally
        {
            _vk.DestroyShaderModule(_device, module, null);
        }
    }
}
