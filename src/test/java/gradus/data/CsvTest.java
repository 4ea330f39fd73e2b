package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.data.Csv.Header;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final String FLOWERS = """
        length,width,species
        5.1,3.5,setosa
        6.2,2.9,virginica
        5.7,2.8,setosa
        """;

    @TempDir Path folder;

    private static Csv parse(String text) { return Csv.parse("t.csv", text, Header.AUTO); }

    private static double[] inputs(Dataset data) { return data.to(Precision.DOUBLE).all().inputs().data().toDoubles(); }

    private static AbstractThrowableAssert<?, ? extends Throwable> refuses(String text) {
        return assertThatThrownBy(() -> parse(text).classes(null)).isInstanceOf(DataException.class);
    }

    @Test void wholeNumbersThatAreNearlyAllDifferentAreNoClasses() {
        var prices = new StringBuilder("area,price\n");
        for (int i = 0; i < 20; i++) prices.append(i).append(',').append(1000 + 7 * i).append('\n');
        assertThatThrownBy(() -> Csv.parse("houses.csv", prices.toString(), Csv.Header.AUTO).classes(null)).isInstanceOf(DataException.class)
            .hasMessage("houses.csv: column 'price' holds 20 different numbers in 20 rows, which are hardly classes; "
                + "with --loss mse they are learned as numbers");
        assertThat(Csv.parse("houses.csv", prices.toString(), Csv.Header.AUTO).numbers(null).size()).isEqualTo(20);
    }

    @Test void theLastColumnIsTheTargetAndTextsAreClasses() {
        var data = parse(FLOWERS).classes(null);
        assertThat(data.classNames()).containsExactly("setosa", "virginica");
        assertThat(data.labels()).containsExactly(0, 1, 0);
        assertThat(data.inputShape()).isEqualTo(Shape.of(2));
        assertThat(inputs(data)).containsExactly(5.1, 3.5, 6.2, 2.9, 5.7, 2.8);
    }

    @Test void theTargetIsAColumnByNameOrNumberFromOne() {
        for (String target : List.of("width", "2")) {
            var data = parse("length,width,size\n1,0,4\n2,1,5\n").classes(target);
            assertThat(data.labels()).containsExactly(0, 1);
            assertThat(inputs(data)).containsExactly(1, 4, 2, 5);
        }
        assertThatThrownBy(() -> parse("2,1\n0,5\n1,6\n").numbers("x")).as("no header").hasMessageEndingWith("the columns are 1, 2");
        assertThat(Csv.parse("t.csv", "2,1\n0,5\n1,6\n", Header.PRESENT).classes("2").labels()).as("a name comes before a number")
            .containsExactly(0, 1);
    }

    @Test void headersAreFoundOut() {
        assertThat(parse(FLOWERS).classes(null).size()).isEqualTo(3);
        assertThat(parse("5.1,3.5,setosa\n6.2,2.9,virginica\n").classes(null).size()).isEqualTo(2);
        assertThat(parse("a,b\n1,2\n").numbers(null).size()).isEqualTo(1);
        assertThat(parse("1,2\n3,4\n").numbers(null).size()).isEqualTo(2);
        assertThat(Csv.parse("t.csv", "1,2\n3,4\n", Header.PRESENT).numbers(null).size()).isEqualTo(1);
        assertThatThrownBy(() -> Csv.parse("t.csv", "a,b\n3,4\n", Header.ABSENT).numbers(null)).hasMessageContaining("row 1 (line 1)");
    }

    @Test void aNumberInTheFirstRowMakesItDataEvenIfItHasAMistake() {
        refuses("5.1,oops,setosa\n6.2,2.9,virginica\n")
            .hasMessage("t.csv, row 1 (line 1), column '2': 'oops', a number is expected");
    }

    @Test void classesDoNotDependOnTheOrderOfRows() {
        assertThat(parse("1,b\n2,a\n3,c\n").classes(null).classNames()).containsExactly("a", "b", "c");
        assertThat(parse("1,c\n2,b\n3,a\n").classes(null).classNames()).containsExactly("a", "b", "c");
        assertThat(parse("1,10\n2,9\n3,-1\n").classes(null).classNames()).as("numbers by value").containsExactly("-1", "9", "10");
        assertThat(parse("1,10\n2,9\n3,x\n").classes(null).classNames()).as("as texts").containsExactly("10", "9", "x");
    }

    @Test void numbersAreTargetsOfRegression() {
        var data = parse("x,y\n1,2.5\n2,-1e3\n").numbers(null).to(Precision.DOUBLE);
        assertThat(data.isRegression()).isTrue();
        assertThat(data.all().targets().data().toDoubles()).containsExactly(2.5, -1000);
        assertThat(data.all().targets().shape()).isEqualTo(Shape.of(2, 1));
        assertThatThrownBy(() -> parse("x,y\n1,2.5\n2,much\n").numbers("y"))
            .hasMessage("t.csv, row 2 (line 3), column 'y': 'much', a number is expected");
    }

    @Test void fractionsAreNoClasses() {
        refuses("x,y\n1,2\n2,2.5\n")
            .hasMessage("t.csv: column 'y' holds numbers as 2.5, which are no classes; "
                + "with --loss mse they are learned as numbers");
        assertThat(parse("x,y\n1,2.0\n2,3.0\n").classes(null).classNames()).containsExactly("2.0", "3.0");
    }

    @Test void quotedFieldsHoldCommasQuotesAndLines() {
        var data = parse("\"a \"\"x\"\"\",b\n1,\"one, two\"\r\n2,\"three\nfour\"\n").classes(null);
        assertThat(data.classNames()).containsExactly("one, two", "three\nfour");
        assertThatThrownBy(() -> parse("\"a \"\"x\"\"\",b\n1,c\n").numbers("y")).hasMessageEndingWith("the columns are a \"x\", b");
    }

    @Test void spacesEmptyLinesAndLineEndsDoNotMatter() {
        var plain = parse("a,b\n1,x\n2,y\n").classes(null);
        for (String text : List.of("a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y", "\n a , b\n\n1 ,\tx\n  \n2,y\n\n",
            "\uFEFFa,b\n1,x\n2,y")) {
            assertThat(parse(text).classes(null).digest()).as(text).isEqualTo(plain.digest());
        }
    }

    @Test void raggedRowsAreNamed() {
        refuses("a,b,c\n1,2,x\n\n3,4\n").hasMessage("t.csv, row 2 (line 4): 2 fields, expected 3 (a, b, c)");
        refuses("1,2,x\n3,4,y,5\n").hasMessage("t.csv, row 2 (line 2): 4 fields, expected 3 (1, 2, 3)");
        refuses("a,b\n1,\"x\ny\"\n3\n").hasMessage("t.csv, row 2 (line 4): 1 field, expected 2 (a, b)");
    }

    @Test void textInANumbersPlaceIsNamed() {
        refuses("a,b,c\n1,2,x\n3,four,y\n").hasMessage("t.csv, row 2 (line 3), column 'b': 'four', a number is expected");
        refuses("a,b,c\n1,2,x\n3,,y\n").hasMessage("t.csv, row 2 (line 3), column 'b': empty, a number is expected");
        for (String text : List.of("NaN", "Infinity", "1e999", "0x10", "1f", "1d", "--1", "1e", ".", "1 2", "١")) {
            refuses("a,b\n1,x\n" + text + ",y\n")
                .hasMessage("t.csv, row 2 (line 3), column 'a': '" + text + "', a number is expected");
        }
        assertThat(inputs(parse("a,b\n+1,x\n-.5,y\n1.E+2,x\n").classes(null))).containsExactly(1, -0.5, 100);
    }

    @Test void filesWithNothingToLearnAreRefused() {
        refuses("").hasMessage("t.csv: empty; at least one row with numbers and a target is expected");
        refuses("\n \n").hasMessageStartingWith("t.csv: empty");
        assertThatThrownBy(() -> Csv.parse("t.csv", "a,b\n", Header.PRESENT)).hasMessage("t.csv: empty but for its header a, b");
        refuses("1\n2\n").hasMessage("t.csv: one column only, where features and a target are expected");
        refuses("1;2\n3;4\n").hasMessageEndingWith("fields are separated by commas here, not by ';'");
        refuses("1\t2\n").hasMessageEndingWith("not by tabs");
        refuses("a,b\n1,x\n2,x\n").hasMessage("t.csv: column 'b' says 'x' in every row; at least two classes are needed");
        refuses("a,b\n1,x\n2,\n").hasMessage("t.csv, row 2 (line 3), column 'b': empty, a class is expected");
        refuses("a,a\n1,x\n").hasMessage("t.csv: two columns are called 'a'");
    }

    @Test void unknownTargetsListTheColumns() {
        for (String target : List.of("weight", "0", "4", "-1", "")) {
            assertThatThrownBy(() -> parse(FLOWERS).classes(target)).isInstanceOf(DataException.class)
                .hasMessage("t.csv: no column '" + target + "'; the columns are length, width, species"
                    + (target.matches("-?\\d+") ? "; as a number, the first is 1" : ""));
        }
    }

    @Test void brokenQuotesAreNamed() {
        refuses("a,b\n1,\"x\n2,y\n").hasMessage("t.csv, line 2: a quote is opened and never closed");
        refuses("a,b\n1,\"x\"y\n").hasMessage("t.csv, line 2: 'y' after a closing quote; a comma or the line's end is expected");
        refuses("a,b\n1,x\"y\n").hasMessageStartingWith("t.csv, line 2: a quote inside a field");
    }

    @Test void anythingThatIsQuotedComesBack() {
        String letters = "ab,\"\n\r ;'é";
        for (int seed = 0; seed < 200; seed++) {
            var random = Random.seeded(seed);
            var rows = new ArrayList<List<String>>();
            var text = new StringBuilder();
            for (int row = 0, draw = 0; row < 1 + seed % 4; row++) {
                var fields = new ArrayList<String>();
                for (int column = 0; column < 1 + seed % 3; column++) {
                    var field = new StringBuilder("x");
                    for (int length = random.below(6,
                        draw++); length > 0; length--) field.append(letters.charAt(random.below(letters.length(), draw++)));
                    fields.add(field.toString());
                    text.append(column == 0 ? "" : ",").append('"').append(field.toString().replace("\"", "\"\"")).append('"');
                }
                rows.add(fields);
                text.append(seed % 2 == 0 ? "\r\n" : "\n");
            }
            assertThat(CsvRows.read("t.csv", text.toString())).extracting(CsvRows.Row::fields).isEqualTo(rows);
        }
    }

    @Test void anyNumberComesBack() {
        for (int seed = 0; seed < 100; seed++) {
            var random = Random.seeded(seed);
            double a = Double.longBitsToDouble(random.bits(0));
            if (!Double.isFinite(a)) continue;
            assertThat(inputs(parse(a + ",x\n" + -a + ",y\n").classes(null))).containsExactly(a, -a);
        }
    }

    @Test void oneRowIsReadOnItsOwn() {
        assertThat(Csv.row("5.1, 3.5,-1e2", 3).toDoubles()).containsExactly(5.1, 3.5, -100);
        assertThat(Csv.row("1,2", 2).shape()).isEqualTo(Shape.of(1, 2));
        assertThatThrownBy(() -> Csv.row("1,2", 3)).isInstanceOf(DataException.class)
            .hasMessage("'1,2': 2 numbers, expected 3, separated by commas");
        assertThatThrownBy(() -> Csv.row("1,two", 2)).hasMessage("'1,two': field 2 is 'two', a number is expected");
        assertThatThrownBy(() -> Csv.row("1\n2", 1)).hasMessageContaining("2 rows, expected one");
        assertThatThrownBy(() -> Csv.row("", 1)).hasMessageContaining("0 numbers, expected 1");
    }

    @Test void aModelsClassesNeedNotAllBeThere() {
        var data = parse("x,y\n1,cat\n2,cat\n").classes("y", List.of("ant", "bee", "cat"));
        assertThat(data.labels()).containsExactly(2, 2);
        assertThat(data.classNames()).containsExactly("ant", "bee", "cat");
        assertThat(inputs(data)).containsExactly(1, 2);
        assertThatThrownBy(() -> parse("x,y\n1,cat\n2,dog\n").classes("y", List.of("ant", "cat"))).isInstanceOf(DataException.class)
            .hasMessage("t.csv, row 2 (line 3), column 'y': the class 'dog' is none of ant, cat");
    }

    @Test void rowsWithoutATargetAreReadByTheSameRules() {
        var rows = Csv.features("t.csv", "x1,\"x\n2\"\n\"5.1\", 3.5\n\n-1e2,+.5\n", 2, List.of(), "m.json");
        assertThat(rows).extracting(Csv.Features::text).containsExactly("5.1,3.5", "-1e2,+.5");
        assertThat(rows.get(0).numbers().shape()).isEqualTo(Shape.of(1, 2));
        assertThat(rows.get(1).numbers().toDoubles()).containsExactly(-100, 0.5);
        assertThat(Csv.features("t.csv", "7\n8\n", 1, List.of(), "m.json")).extracting(Csv.Features::text).containsExactly("7", "8");
    }

    @Test void rowsThatDoNotFitAreNamedByTheirLine() {
        assertThatThrownBy(() -> Csv.features("t.csv", "a,b\n1,2\n3,x\n", 2, List.of(), "m.json")).isInstanceOf(DataException.class)
            .hasMessage("t.csv, row 2 (line 3), column 'b': 'x', a number is expected");
        assertThatThrownBy(() -> Csv.features("t.csv", "a,b\n1,2\n3\n", 2, List.of(), "m.json")).hasMessage("t.csv, row 2 (line 3): 1 field, expected 2 (a, b)");
        assertThatThrownBy(() -> Csv.features("t.csv", "1,2,3\n", 2, List.of(), "m.json")).hasMessage("t.csv: 3 columns, expected 2, without a target");
        assertThatThrownBy(() -> Csv.features("t.csv", "1;2\n", 2, List.of(), "m.json")).hasMessageEndingWith("separated by commas here, not by ';'");
        assertThatThrownBy(() -> Csv.features("t.csv", "\n", 2, List.of(), "m.json")).hasMessage("t.csv: empty; rows of 2 numbers are expected");
    }

    @Test void filesAreReadAndTheirTroubleIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("flowers.csv"), FLOWERS);
        assertThat(Csv.read(file).classes("species").size()).isEqualTo(3);
        var missing = folder.resolve("missing.csv");
        assertThatThrownBy(() -> Csv.read(missing)).isInstanceOf(DataException.class).hasMessage(missing + ": no such file");
        var latin = Files.write(folder.resolve("latin.csv"), "1,é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Csv.read(latin)).isInstanceOf(DataException.class)
            .hasMessage(latin + ": no UTF-8 text; a CSV file is expected");
        assertThatThrownBy(() -> Csv.read(folder)).isInstanceOf(DataException.class)
            .hasMessageStartingWith(folder + ": cannot be read (");
    }

    // ---- A model that knows its columns

    @Test void aDataSetKnowsWhatItsColumnsAreCalled() {
        var table = Csv.parse("t.csv", "a,says,b\n1,x,2\n3,y,4\n5,x,6\n", Csv.Header.AUTO);
        var data = table.classes("says");
        assertThat(data.columnNames()).containsExactly("a", "b");
        assertThat(data.select(0, 2).limit(1).normalized(data.measure()).to(Precision.DOUBLE).columnNames()).containsExactly("a", "b");
        assertThat(table.classes("says", List.of("x", "y")).columnNames()).containsExactly("a", "b");
        assertThat(Csv.parse("t.csv", "a,b\n1,2\n", Csv.Header.AUTO).numbers(null).columnNames()).containsExactly("a");
        var bare = Csv.parse("t.csv", "1,x,2\n3,y,4\n5,x,6\n", Csv.Header.AUTO).classes("2");
        assertThat(bare.columnNames()).isEmpty();
        assertThat(bare.digest()).as("names do not enter it").isEqualTo(data.digest());
    }

    private static Dataset arranged(String text, @Nullable String target) {
        return Csv.parse("t.csv", text, Csv.Header.AUTO).arranged(List.of("a", "b"), target, "m.json").numbers(null);
    }

    @Test void columnsAreFoundByTheirNames() {
        for (var text : List.of("a,b,y\n1,2,3\n", "y,b,a\n3,2,1\n", "b,y,a\n2,3,1\n")) {
            for (var target : Arrays.asList("y", null, "1", "3")) {
                var all = arranged(text, target).all();
                assertThat(all.inputs().data().toDoubles()).as("%s %s", text, target).containsExactly(1, 2);
                assertThat(all.targets().data().toDoubles()).containsExactly(3);
            }
        }
        var rows = Csv.features("t.csv", "b,a\n2,1\n", 2, List.of("a", "b"), "m.json");
        assertThat(rows.getFirst().numbers().toDoubles()).containsExactly(1, 2);
        assertThat(rows.getFirst().text()).as("as it stands there").isEqualTo("2,1");
    }

    @Test void withoutAHeaderOrNamesColumnsStayWhereTheyAre() {
        assertThat(arranged("3,2,1\n", "1").all().inputs().data().toDoubles()).containsExactly(2, 1);
        assertThat(arranged("3,2,1\n", null).all().inputs().data().toDoubles()).containsExactly(3, 2);
        assertThat(Csv.features("t.csv", "2,1\n", 2, List.of("a", "b"), "m").getFirst().numbers().toDoubles()).containsExactly(2, 1);
        assertThat(Csv.features("t.csv", "b,a\n2,1\n", 2, List.of(), "m").getFirst().numbers().toDoubles()).containsExactly(2, 1);
        var nameless = Csv.parse("t.csv", "y,b,a\n3,2,1\n", Csv.Header.AUTO).arranged(List.of(), "y", "m").numbers(null);
        assertThat(nameless.columnNames()).containsExactly("b", "a");
    }

    @Test void aMissingColumnIsNamed() {
        assertThatThrownBy(() -> arranged("a,c,y\n1,2,3\n", "y")).isInstanceOf(DataException.class)
            .hasMessage("t.csv: no column 'b', which m.json needs; there are a, c, y");
        assertThatThrownBy(() -> Csv.features("t.csv", "a,c\n1,2\n", 2, List.of("a", "b"), "m.json"))
            .hasMessage("t.csv: no column 'b', which m.json needs; there are a, c");
        assertThatThrownBy(() -> Csv.features("t.csv", "a\n1\n", 2, List.of("a", "b"), "m.json"))
            .hasMessage("t.csv: no column 'b', which m.json needs; there are a");
        assertThatThrownBy(() -> arranged("a,b,z\n1,2,3\n", "y")).hasMessage("t.csv: no column 'y'; the columns are a, b, z");
    }
}
