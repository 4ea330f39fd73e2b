package gradus.data;

import java.util.ArrayList;
import java.util.List;

/// Takes the text of a CSV file apart, by RFC 4180: fields end at a comma, rows at a line's end (`\n`, `\r\n` or `\r`); a field
/// in quotes may hold both, and a quote written twice. Space around a field that is not quoted, and empty lines, are ignored.
final class CsvRows {
    /// A row's fields, and the line of the file on which it begins.
    record Row(int line, List<String> fields) {}

    private final String source;
    private final String text;
    private int at;
    private int line = 1;

    private CsvRows(String source, String text) {
        this.source = source;
        this.text = text;
    }

    static List<Row> read(String source, String text) { return new CsvRows(source, text).rows(); }

    private List<Row> rows() {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') at++;   // a byte order mark, as spreadsheets write it
        var rows = new ArrayList<Row>();
        while (at < text.length()) {
            int begins = line;
            int from = at;
            var fields = row();
            boolean empty = text.substring(from, at).isBlank();
            if (!empty) rows.add(new Row(begins, fields));
        }
        return rows;
    }

    private List<String> row() {
        var fields = new ArrayList<String>();
        while (true) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at == text.length()) return List.copyOf(fields);
            char end = text.charAt(at++);
            if (end == ',') continue;
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') at++;
            line++;
            return List.copyOf(fields);
        }
    }

    private String plain() {
        int from = at;
        while (at < text.length() && !endsField(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                throw error("a quote inside a field; a field with quotes must be in quotes, from its first character");
            }
            at++;
        }
        return text.substring(from, at).strip();
    }

    private String quoted() {
        int opened = line;
        var field = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                if (at == text.length() || endsField(text.charAt(at))) return field.toString();
                if (text.charAt(at) != '"') {
                    throw error("'" + text.charAt(at) + "' after a closing quote; a comma or the line's end is expected");
                }
            } else if (c == '\n' || c == '\r' && !text.startsWith("\r\n", at)) {
                line++;
            }
            field.append(c);
        }
        line = opened;
        throw error("a quote is opened and never closed");
    }

    private static boolean endsField(char c) { return c == ',' || c == '\n' || c == '\r'; }

    private DataException error(String what) { return new DataException(source + ", line " + line + ": " + what); }
}
