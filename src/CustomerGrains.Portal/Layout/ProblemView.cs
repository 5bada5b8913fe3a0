namespace CustomerGrains.Portal.Layout;

/// <summary>Why a page cannot be shown.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Heading">What happened, in a few words.</param>
/// <param name="Text">What it means.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ProblemView(int Status, string Heading, string Text, string Advice);
