using System.Text.Json;
using System.Text.Json.Serialization;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Reports;

/// <summary>Reports on disk: report.html and report.json, which say the same.</summary>
public static class ReportFiles
{
    public const string Page = "report.html";
    public const string Document = "report.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes both files; each replaces its former self as a whole.</summary>
    /// <param name="folder">Made when absent.</param>
    /// <param name="data">The report.</param>
    /// <returns>Path of the page.</returns>
    /// <exception cref="LoopException">The disk is full or read-only.</exception>
    public static string Write(string folder, ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Disk.MakeFolder(folder);
        Disk.Replace(Path.Combine(folder, Document), ToJson(data));
        var page = Path.Combine(folder, Page);
        Disk.Replace(page, ReportPage.Render(data));
        return page;
    }

    public static string ToJson(ReportData data) => JsonSerializer.Serialize(data, Options);

    /// <summary>Reads report.json.</summary>
    /// <exception cref="LoopException">It is no report.</exception>
    public static ReportData FromJson(string text)
    {
        try
        {
            var data = JsonSerializer.Deserialize<ReportData>(text, Options);
            return data is { Schema: ReportData.CurrentSchema } ? data : throw new LoopException("this is no report that this program reads.");
        }
        catch (JsonException e)
        {
            throw new LoopException($"this is no report: {e.Message}", e);
        }
    }
}
