package gradus.data;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table read from a CSV file (commas, UTF-8, quotes by RFC 4180): one column is the target, all others are features
/// and must be numbers.
///
/// ```java
/// var parts = Csv.read(Path.of("iris.csv")).classes("species").split(0.2, random).normalized();
/// ```
/// Columns are named by the header, or by their numbers, from 1, without one.
public final class Csv {
    /// From so many rows on, a class is expected to occur more than once.
    private static final int MANY = 20;
    /// Whether a file's first row names the columns.
    public enum Header {
        /// It does if none of its fields is a number, and in some column a number follows below.
        AUTO,
        /// It does.
        PRESENT,
        /// It holds data like any other.
        ABSENT
    }

    private final String source;
    private final List<String> columns;
    private final boolean named;
    private final List<CsvRows.Row> rows;

    private Csv(String source, List<String> columns, boolean named, List<CsvRows.Row> rows) {
        this.source = source;
        this.columns = columns;
        this.named = named;
        this.rows = rows;
    }

    /// Reads a file and finds out whether it has a header.
    public static Csv read(Path path) { return read(path, Header.AUTO); }

    /// Reads a file.
    ///
    /// @throws DataException for a file that is missing, empty, no UTF-8 text, or has rows of different lengths
    public static Csv read(Path path, Header header) { return parse(path.toString(), text(path), header); }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new DataException(path + ": no UTF-8 text; a CSV file is expected", e);
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    static Csv parse(String source, String text, Header header) {
        var rows = rows(source, text, "at least one row with numbers and a target is expected");
        if (rows.getFirst().fields().size() < 2)
            throw new DataException(source + ": one column only, where features and a target are expected" + separatorHint(rows));
        return table(source, rows, header);
    }

    private static List<CsvRows.Row> rows(String source, String text, String expected) {
        var rows = CsvRows.read(source, text);
        if (rows.isEmpty()) throw new DataException(source + ": empty; " + expected);
        return rows;
    }

    private static String separatorHint(List<CsvRows.Row> rows) {
        var fields = rows.getFirst().fields();
        return fields.size() > 1 ? "" : fields.getFirst().contains(";") ? "; fields are separated by commas here, not by ';'"
            : fields.getFirst().contains("\t") ? "; fields are separated by commas here, not by tabs" : "";
    }

    private static Csv table(String source, List<CsvRows.Row> rows, Header header) {
        var first = rows.getFirst().fields();
        boolean named = header == Header.PRESENT || header == Header.AUTO && looksLikeHeader(rows);
        var columns = named ? first : IntStream.rangeClosed(1, first.size()).mapToObj(Integer::toString).toList();
        var data = named ? rows.subList(1, rows.size()) : rows;
        if (data.isEmpty()) throw new DataException(source + ": empty but for its header " + String.join(", ", columns));
        for (int i = 0; i < columns.size(); i++) {
            if (columns.indexOf(columns.get(i)) < i)
                throw new DataException(source + ": two columns are called '" + columns.get(i) + "'");
        }
        for (int i = 0; i < data.size(); i++) {
            int found = data.get(i).fields().size();
            if (found != columns.size())
                throw new DataException(source + ", " + place(i, data.get(i)) + ": " + found + (found == 1 ? " field" : " fields")
                    + ", expected " + columns.size() + " (" + String.join(", ", columns) + ")");
        }
        return new Csv(source, columns, named, data);
    }

    private static boolean looksLikeHeader(List<CsvRows.Row> rows) {
        var first = rows.getFirst().fields();
        if (first.stream().anyMatch(Csv::isNumber)) return false;
        for (var row : rows.subList(1, rows.size())) {
            if (row.fields().stream().limit(first.size()).anyMatch(Csv::isNumber)) return true;
        }
        return false;
    }

    /// A data set for classification, not normalised: the texts of the target column are the classes. They are numbered in
    /// the order of their values if all are numbers, else in alphabetical order, whatever order the rows have.
    ///
    /// @param target a column's name, or its number from 1; null for the last column
    /// @throws DataException for an unknown column, text in a feature, fractions as classes, or fewer than two classes
    public Dataset classes(@Nullable String target) {
        int column = column(target);
        var texts = rows.stream().map(row -> row.fields().get(column)).toList();
        boolean numbers = texts.stream().allMatch(Csv::isNumber);
        for (int i = 0; i < rows.size(); i++) {
            if (texts.get(i).isEmpty()) throw new DataException(at(i, column) + ": empty, a class is expected");
            if (numbers && Double.parseDouble(texts.get(i)) % 1 != 0)
                throw new DataException(source + ": column '" + columns.get(column) + "' holds numbers as " + texts.get(i)
                    + ", which are no classes; with --loss mse they are learned as numbers");
        }
        var sorted = new TreeSet<String>(numbers
            ? Comparator.comparingDouble((String text) -> Double.parseDouble(text)).thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder());
        sorted.addAll(texts);
        var names = List.copyOf(sorted);
        if (names.size() < 2)
            throw new DataException(source + ": column '" + columns.get(column) + "' says '" + names.getFirst()
                + "' in every row; at least two classes are needed");
        // Prices in whole numbers would become a class each, and nothing could be learned.
        if (numbers && rows.size() >= MANY && names.size() > rows.size() / 2)
            throw new DataException(source + ": column '" + columns.get(column) + "' holds " + names.size() + " different numbers in "
                + rows.size() + " rows, which are hardly classes; with --loss mse they are learned as numbers");
        return Dataset.of(features(column), texts.stream().mapToInt(names::indexOf).toArray(), names).named(names(column));
    }

    /// A data set for a model that knows its classes, not normalised: the target column says one of them in each row, and need
    /// not say every one.
    ///
    /// @param target     a column's name, or its number from 1; null for the last column
    /// @param classNames the classes, in the order of their numbers
    /// @throws DataException for an unknown column or class, or text in a feature
    public Dataset classes(@Nullable String target, List<String> classNames) {
        int column = column(target);
        var labels = new int[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            var text = rows.get(i).fields().get(column);
            labels[i] = classNames.indexOf(text);
            if (labels[i] < 0)
                throw new DataException(at(i, column) + ": the class '" + text + "' is none of " + String.join(", ", classNames));
        }
        return Dataset.of(features(column), labels, classNames).named(names(column));
    }

    /// A data set for regression, not normalised: the target column holds numbers.
    ///
    /// @param target a column's name, or its number from 1; null for the last column
    /// @throws DataException for an unknown column, or text in a number's place
    public Dataset numbers(@Nullable String target) {
        int column = column(target);
        var targets = new double[rows.size()];
        for (int i = 0; i < targets.length; i++) targets[i] = number(i, column);
        return Dataset.of(features(column), Tensor.of(Shape.of(targets.length, 1), targets)).named(names(column));
    }

    /// The same table, arranged for a model: its features first, in the order of their names, and the target last. Where the table
    /// has no header or the model no names, the features stay in the order they have.
    ///
    /// @param features what the model's features are called, in order; none if it does not know
    /// @param target   the target's name, or its number from 1 in the table that the model learned from; null for the last column
    /// @param model    whose features they are
    /// @throws DataException for a feature or a target that is missing
    public Csv arranged(List<String> features, @Nullable String target, Object model) {
        if (named) requireNames(source, columns, features, model);
        boolean byName = named && !features.isEmpty();
        var others = byName ? columns.stream().filter(name -> !features.contains(name)).toList() : columns;
        // A number counted the columns of another file; what is no feature is the target.
        boolean asked = target != null && (columns.contains(target) || !target.matches("\\d+"));
        int last = byName && !asked && !others.isEmpty() ? columns.indexOf(others.getLast()) : column(target);
        var order = new ArrayList<Integer>();
        if (byName) for (var name : features) order.add(columns.indexOf(name));
        for (var name : others) if (columns.indexOf(name) != last) order.add(columns.indexOf(name));
        order.add(last);
        return new Csv(source, order.stream().map(columns::get).toList(), named, rows.stream()
            .map(row -> new CsvRows.Row(row.line(), order.stream().map(row.fields()::get).toList())).toList());
    }

    private static void requireNames(String source, List<String> columns, List<String> needed, Object model) {
        for (var name : needed)
            if (!columns.contains(name))
                throw new DataException(source + ": no column '" + name + "', which " + model + " needs; there are "
                    + String.join(", ", columns));
    }

    /// One row of features on its own, as `5.1,3.5,1.4,0.2`: raw, `(1, width)`.
    ///
    /// @throws DataException for another number of fields, or text in a number's place
    public static Tensor row(String text, int width) {
        var rows = CsvRows.read("'" + text + "'", text);
        if (rows.size() != 1 || rows.getFirst().fields().size() != width) {
            int found = rows.isEmpty() ? 0 : rows.getFirst().fields().size();
            throw new DataException("'" + text + "': " + (rows.size() > 1 ? rows.size() + " rows, expected one of "
                : found + " numbers, expected ") + width + ", separated by commas");
        }
        var fields = rows.getFirst().fields();
        var numbers = new double[width];
        for (int i = 0; i < width; i++) {
            if (!isNumber(fields.get(i)))
                throw new DataException("'" + text + "': field " + (i + 1) + " is '" + fields.get(i) + "', a number is expected");
            numbers[i] = Double.parseDouble(fields.get(i));
        }
        return Tensor.of(Shape.of(1, width), numbers);
    }

    /// A row of features on its own.
    ///
    /// @param text    its fields, with commas between
    /// @param numbers raw, `(1, width)`
    public record Features(String text, Tensor numbers) {}

    /// The rows of a file without a target; whether it has a header is found out. If it has one, and the model knows its features by
    /// name, they are brought into the model's order.
    ///
    /// @param names what the model's features are called, in order; none if it does not know
    /// @param model whose features they are
    /// @throws DataException for a file that is missing, empty, no UTF-8 text, or has text in a number's place or rows of another
    ///     width
    public static List<Features> features(Path path, int width, List<String> names, Object model) {
        return features(path.toString(), text(path), width, names, model);
    }

    static List<Features> features(String source, String text, int width, List<String> names, Object model) {
        var rows = rows(source, text, "rows of " + width + " numbers are expected");
        if (looksLikeHeader(rows)) requireNames(source, rows.getFirst().fields(), names, model);
        int found = rows.getFirst().fields().size();
        if (found != width)
            throw new DataException(source + ": " + found + (found == 1 ? " column" : " columns") + ", expected " + width
                + ", without a target" + separatorHint(rows));
        var table = table(source, rows, Header.AUTO);
        var order = IntStream.range(0, width).map(i -> table.named && !names.isEmpty() ? table.columns.indexOf(names.get(i)) : i).toArray();
        var out = new ArrayList<Features>();
        for (int i = 0; i < table.rows.size(); i++) {
            var numbers = new double[width];
            for (int column = 0; column < width; column++) numbers[column] = table.number(i, order[column]);
            out.add(new Features(String.join(",", table.rows.get(i).fields()), Tensor.of(Shape.of(1, width), numbers)));
        }
        return List.copyOf(out);
    }

    private int column(@Nullable String target) {
        if (target == null) return columns.size() - 1;
        int named = columns.indexOf(target);
        if (named >= 0) return named;
        try {
            int number = Integer.parseInt(target);
            if (number >= 1 && number <= columns.size()) return number - 1;
        } catch (NumberFormatException notOne) {
            // then it was meant as a name
        }
        throw new DataException(source + ": no column '" + target + "'; the columns are " + String.join(", ", columns)
            + (target.matches("-?\\d+") ? "; as a number, the first is 1" : ""));
    }

    /// What the features are called, if there is a header.
    private List<String> names(int target) {
        return named ? IntStream.range(0, columns.size()).filter(column -> column != target).mapToObj(columns::get).toList() : List.of();
    }

    private Tensor features(int target) {
        int width = columns.size() - 1;
        var shape = Shape.of(rows.size(), width);
        var out = new double[shape.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int column = 0, to = i * width; column <= width; column++) {
                if (column != target) out[to++] = number(i, column);
            }
        }
        return Tensor.of(shape, out);
    }

    private double number(int row, int column) {
        var field = rows.get(row).fields().get(column);
        if (isNumber(field)) return Double.parseDouble(field);
        var found = field.isEmpty() ? "empty" : "'" + field + "'";
        throw new DataException(at(row, column) + ": " + found + ", a number is expected");
    }

    private String at(int row, int column) {
        return source + ", " + place(row, rows.get(row)) + ", column '" + columns.get(column) + "'";
    }

    /// Rows of data are counted from 1; the line is where an editor shows it.
    private static String place(int row, CsvRows.Row at) { return "row " + (row + 1) + " (line " + at.line() + ")"; }

    /// Plain decimal numbers within double's range. `Double.parseDouble` takes more: "NaN", "1f", "0x1p3".
    private static boolean isNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') digits = true;
            else if ("+-.eE".indexOf(c) < 0) return false;
        }
        if (!digits) return false;
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
