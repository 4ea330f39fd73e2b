package gradus.viz;

/// The colours of a picture on a dark display: SVG says them once, by the classes of nodes and arrows, and a reader's setting chooses.
final class Dark {
    /// The arrows: what is pale on white, a small gradient, is dim on black.
    static final String ARROWS = """
        .edge path, .edge polygon { stroke: #b8b8b8 }
        .edge polygon { fill: #b8b8b8 }
        .edge.still path, .edge.still polygon, .edge.zero path, .edge.zero polygon { stroke: #6d6d6d }
        .edge.still polygon, .edge.zero polygon { fill: #6d6d6d }
        .edge.flow0 * { stroke: #6b4a2a } .edge.flow1 * { stroke: #80542a } .edge.flow2 * { stroke: #9c5f26 }
        .edge.flow3 * { stroke: #ba6a20 }
        .edge.flow4 * { stroke: #d87718 } .edge.flow5 * { stroke: #f08a24 } .edge.flow6 * { stroke: #ffab52 }
        .edge.flow7 * { stroke: #ffd08f }
        .edge.flow0 polygon { fill: #6b4a2a } .edge.flow1 polygon { fill: #80542a } .edge.flow2 polygon { fill: #9c5f26 }
        .edge.flow3 polygon { fill: #ba6a20 } .edge.flow4 polygon { fill: #d87718 } .edge.flow5 polygon { fill: #f08a24 }
        .edge.flow6 polygon { fill: #ffab52 } .edge.flow7 polygon { fill: #ffd08f }
        """;
    private static final String NODES = """
        .behind { fill: #16181c }
        text, text[fill="#333333"], text[fill="#222222"], text[fill="#555555"] { fill: #e4e4e4 }
        text[fill="#b03a00"] { fill: #ffa36b }
        text[fill="#c00000"] { fill: #ff7b7b }
        text[fill="#0072b2"] { fill: #6fc1f0 }
        .node.parameter *:not(text), .swatch.parameter { fill: #0f3a56; stroke: #56b4e9 }
        .node.input *:not(text), .swatch.input { fill: #333538; stroke: #b5b5b5 }
        .node.constant *:not(text), .swatch.constant { fill: #202226; stroke: #8a8a8a }
        .node.operation *:not(text), .swatch.operation { fill: #3d3410; stroke: #d6b53c }
        .node.module *:not(text), .swatch.module { fill: #1b2f44; stroke: #56b4e9 }
        .node.result *:not(text), .swatch.result { fill: #0d3d2f; stroke: #2fcf9c }
        .cluster > *:not(text) { stroke: #3f8fc0 }
        """;
    static final String STYLE = "@media (prefers-color-scheme: dark) {\n" + NODES + ARROWS + ".edge path { fill: none }\n}\n";

    private Dark() {}

    /// The drawing in its colours for white alone: what turns it into pixels has no display to ask.
    static String without(String svg) {
        int from = svg.indexOf("<style>"), to = svg.indexOf("</style>");
        return from < 0 || to < from ? svg : svg.substring(0, from) + svg.substring(to + "</style>".length());
    }
}
