using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Caco.Vision;

/// <summary>
/// One step of a word kernel at one vector width. A kernel is written once over this and runs at every width; lanes are
/// words of 64 bits and never meet, so all widths give the same bits.
/// </summary>
/// <typeparam name="TVector">What holds the words of a step: a vector or a single word.</typeparam>
internal interface IWordOps<TVector>
    where TVector : struct
{
    /// <summary>Whether this processor should run this width.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Words a step.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref ulong source, nuint word);

    /// <summary>Words from any byte on.</summary>
    static abstract TVector LoadAt(ref byte source, nuint offset);

    static abstract void Store(TVector value, ref ulong target, nuint word);

    static abstract TVector Broadcast(ulong value);

    static abstract TVector And(TVector a, TVector b);

    static abstract TVector Or(TVector a, TVector b);

    static abstract TVector Xor(TVector a, TVector b);

    static abstract TVector Not(TVector a);

    /// <summary>Every word's negative: with the word itself, ones from its lowest one up.</summary>
    static abstract TVector Negate(TVector a);

    /// <summary>Every word by the same count, 0..64; 64 gives 0.</summary>
    static abstract TVector ShiftLeft(TVector value, TVector count);

    /// <inheritdoc cref="ShiftLeft"/>
    static abstract TVector ShiftRight(TVector value, TVector count);
}

/// <summary>One word a step: the tail of every kernel, and all of it where there are no vectors.</summary>
internal readonly struct SingleWord : IWordOps<ulong>
{
    public static bool IsSupported => true;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref ulong source, nuint word) => Unsafe.Add(ref source, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadAt(ref byte source, nuint offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong value, ref ulong target, nuint word) => Unsafe.Add(ref target, word) = value;

    public static ulong Broadcast(ulong value) => value;

    public static ulong And(ulong a, ulong b) => a & b;

    public static ulong Or(ulong a, ulong b) => a | b;

    public static ulong Xor(ulong a, ulong b) => a ^ b;

    public static ulong Not(ulong a) => ~a;

    public static ulong Negate(ulong a) => 0 - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ShiftLeft(ulong value, ulong count) => count > 63 ? 0 : value << (int)count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ShiftRight(ulong value, ulong count) => count > 63 ? 0 : value >> (int)count;
}

/// <summary>Two words a step.</summary>
internal readonly struct Words128 : IWordOps<Vector128<ulong>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ref ulong source, nuint word) => Vector128.LoadUnsafe(ref source, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadAt(ref byte source, nuint offset) =>
        Vector128.LoadUnsafe(ref source, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ulong> value, ref ulong target, nuint word) => value.StoreUnsafe(ref target, word);

    public static Vector128<ulong> Broadcast(ulong value) => Vector128.Create(value);

    public static Vector128<ulong> And(Vector128<ulong> a, Vector128<ulong> b) => a & b;

    public static Vector128<ulong> Or(Vector128<ulong> a, Vector128<ulong> b) => a | b;

    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    public static Vector128<ulong> Not(Vector128<ulong> a) => ~a;

    public static Vector128<ulong> Negate(Vector128<ulong> a) => Vector128<ulong>.Zero - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftLeft(Vector128<ulong> value, Vector128<ulong> count)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ShiftLeftLogicalVariable(value, count);
        }

        var bits = (int)count.ToScalar();
        return bits > 63 ? default : value << bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRight(Vector128<ulong> value, Vector128<ulong> count)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ShiftRightLogicalVariable(value, count);
        }

        var bits = (int)count.ToScalar();
        return bits > 63 ? default : value >>> bits;
    }
}

/// <summary>Four words a step.</summary>
internal readonly struct Words256 : IWordOps<Vector256<ulong>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(ref ulong source, nuint word) => Vector256.LoadUnsafe(ref source, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadAt(ref byte source, nuint offset) =>
        Vector256.LoadUnsafe(ref source, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ulong> value, ref ulong target, nuint word) => value.StoreUnsafe(ref target, word);

    public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

    public static Vector256<ulong> And(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    public static Vector256<ulong> Or(Vector256<ulong> a, Vector256<ulong> b) => a | b;

    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    public static Vector256<ulong> Not(Vector256<ulong> a) => ~a;

    public static Vector256<ulong> Negate(Vector256<ulong> a) => Vector256<ulong>.Zero - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftLeft(Vector256<ulong> value, Vector256<ulong> count) =>
        Avx2.ShiftLeftLogicalVariable(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight(Vector256<ulong> value, Vector256<ulong> count) =>
        Avx2.ShiftRightLogicalVariable(value, count);
}

/// <summary>Eight words a step.</summary>
internal readonly struct Words512 : IWordOps<Vector512<ulong>>
{
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ref ulong source, nuint word) => Vector512.LoadUnsafe(ref source, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadAt(ref byte source, nuint offset) =>
        Vector512.LoadUnsafe(ref source, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> value, ref ulong target, nuint word) => value.StoreUnsafe(ref target, word);

    public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

    public static Vector512<ulong> And(Vector512<ulong> a, Vector512<ulong> b) => a & b;

    public static Vector512<ulong> Or(Vector512<ulong> a, Vector512<ulong> b) => a | b;

    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    public static Vector512<ulong> Not(Vector512<ulong> a) => ~a;

    public static Vector512<ulong> Negate(Vector512<ulong> a) => Vector512<ulong>.Zero - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftLeft(Vector512<ulong> value, Vector512<ulong> count) =>
        Avx512F.ShiftLeftLogicalVariable(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight(Vector512<ulong> value, Vector512<ulong> count) =>
        Avx512F.ShiftRightLogicalVariable(value, count);
}

/// <summary>A number that the compiler knows, for loops that unroll.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IConstant
{
    public static int Value => 1;
}

internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

internal readonly struct Five : IConstant
{
    public static int Value => 5;
}

internal readonly struct Six : IConstant
{
    public static int Value => 6;
}
