namespace Caco.Engine;

/// <summary>Sampling rates of sound. Numbers and names as in ViZDoom.</summary>
public enum SamplingRate
{
    Sr11025 = 0,
    Sr22050 = 1,
    Sr44100 = 2,
}
