package gradus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What holds the house together: which room may use which, and what no code may do, so that the same program gives the same
/// bits everywhere.
@AnalyzeClasses(packages = "gradus", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /// The arrows run one way, from the first line to the last: a room uses rooms of later lines, and none of its own line.
    private static final List<List<String>> HOUSE = List.of(
        List.of("cli"),
        List.of("bench"),
        List.of("experiments"),
        List.of("viz", "training"),
        List.of("io"),
        List.of("nn", "optim", "data"),
        List.of("autograd"),
        List.of("tensor"));

    private static final String VECTORS = "jdk.incubator.vector";

    @ArchTest static void aRoomUsesOnlyRoomsFurtherIn(JavaClasses house) {
        var notFurtherIn = new ArrayList<String>();
        for (var line : HOUSE) {
            notFurtherIn.addAll(line);
            for (var room : line) {
                var others = notFurtherIn.stream().filter(other -> !other.equals(room)).map(ArchitectureTest::inside);
                noClasses().that().resideInAPackage(inside(room))
                    .should().dependOnClassesThat().resideInAnyPackage(others.toArray(String[]::new))
                    .because("the arrows of the house run one way: " + HOUSE)
                    .allowEmptyShould(true).check(house);
            }
        }
    }

    @ArchTest static final ArchRule everyClassLivesInARoom = classes()
        .should().resideInAnyPackage(HOUSE.stream().flatMap(List::stream).map(ArchitectureTest::inside).toArray(String[]::new));

    // ---- Libraries have their doors

    @ArchTest static final ArchRule theCoreUsesOnlyJava = classes()
        .that().resideInAnyPackage(inside("tensor"), inside("autograd"), inside("nn"), inside("optim"), inside("data"))
        .should().onlyDependOnClassesThat()
            .resideInAnyPackage("gradus..", "java..", "javax..", "jdk.incubator.vector", "org.jspecify..");

    @ArchTest static final ArchRule optionsAndWordsStayInTheCommandLine = noClasses()
        .that().resideOutsideOfPackage(inside("cli"))
        .should().dependOnClassesThat().resideInAPackage("picocli..");

    @ArchTest static final ArchRule picturesAreDrawnInViz = noClasses()
        .that().resideOutsideOfPackage(inside("viz"))
        .should().dependOnClassesThat().resideInAnyPackage("guru.nidi..", "org.graphper..", "com.github.weisj..", "org.jfree..");

    @ArchTest static final ArchRule onlyTheCommandLineWritesToStandardOutputAndEndsTheProgram = noClasses()
        .that().resideOutsideOfPackage(inside("cli"))
        .should(use("System.out, IO.println or System.exit", access -> of(access, "java.lang.System", "out", "exit")
            || of(access, "java.lang.Runtime", "exit", "halt")
            || of(access, "java.lang.IO", "print", "println", "readln")));

    // ---- The same bits everywhere

    @ArchTest static final ArchRule transcendentalFunctionsAreStrict = noClasses()
        .should(use("a transcendental function of Math", access -> of(access, "java.lang.Math",
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt",
            "sinh", "cosh", "tanh", "hypot")))
        .because("Math may give other bits on another machine; StrictMath gives the same");

    @ArchTest static final ArchRule theVectorApiIsUsedInOnePlace = noClasses()
        .that().haveNameNotMatching("gradus\\.tensor\\.Vector\\w+(\\$.*)?")
        .should().dependOnClassesThat().resideInAPackage(VECTORS)
        .because("a JVM without the module must be able to load every other class");

    @ArchTest static final ArchRule lanesAreCombinedInAFixedOrder = noClasses()
        .should(use("a reduction over lanes", access -> owner(access).startsWith(VECTORS)
            && access.getName().startsWith("reduceLanes")))
        .because("its order of addition is not specified, and changes even between a cold and a warm call");

    @ArchTest static final ArchRule vectorsTakeNoTranscendentalOperators = noClasses()
        .should(use("a transcendental function of the Vector API", access -> owner(access).startsWith(VECTORS)
            && List.of("SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2", "EXP", "EXPM1", "LOG", "LOG10", "LOG1P", "POW",
                "CBRT", "SINH", "COSH", "TANH", "HYPOT", "pow").contains(access.getName())))
        .because("they give other bits than a scalar tail, and other bits on another machine");

    @ArchTest static final ArchRule nothingRunsInParallelStreams = noClasses()
        .should(use("a parallel stream", access -> of(access, "java.util.stream.StreamSupport", "stream")
            || (owner(access).startsWith("java.util.") && access.getName().startsWith("parallel"))))
        .because("work is cut by shapes alone, in gradus.tensor");

    @ArchTest static final ArchRule collectionsHaveAnOrder = noClasses()
        .should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|WeakHashMap|Hashtable|concurrent\\.ConcurrentHashMap)")
        .orShould(use("a collection whose order may change", access -> of(access, "java.util.Set", "of", "copyOf")
            || of(access, "java.util.Map", "of", "ofEntries", "copyOf")
            || of(access, "java.util.IdentityHashMap", "keySet", "values", "entrySet", "forEach")
            || of(access, "java.util.stream.Collectors",
                "toSet", "toMap", "groupingBy", "toUnmodifiableSet", "toUnmodifiableMap")))
        .because("what walks through one goes another way in another run: LinkedHashMap, TreeMap, EnumMap and List do not");

    @ArchTest static final ArchRule randomnessHasOneSource = noClasses()
        .should().dependOnClassesThat().haveNameMatching(
            "java\\.util\\.(Random|SplittableRandom|random\\..*|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom")
        .orShould(use("a draw of Java's own", access -> of(access, "java.lang.Math", "random")
            || of(access, "java.util.Collections", "shuffle")
            || of(access, "java.util.UUID", "randomUUID")))
        .because("every draw is a function of seed, purpose and index: gradus.tensor.Random");

    @ArchTest static final ArchRule textsAreAlikeInEveryCountry = noClasses()
        .should(use("a text made for the user's country", access -> takesNoLocale(access)
            && (of(access, "java.lang.String", "format", "toLowerCase", "toUpperCase")
                || of(access, "java.io.PrintStream", "printf", "format")
                || of(access, "java.io.PrintWriter", "printf", "format"))))
        .because("12.5 is 12,5 elsewhere, and 7 is ٧: say Locale.ROOT, or formatted() for words and whole numbers, by %s");

    private static String inside(String room) { return "gradus." + room + ".."; }

    /// Calls, method references and uses of fields.
    private static ArchCondition<JavaClass> use(String what, Predicate<JavaAccess<?>> predicate) {
        return ArchConditions.accessTargetWhere(DescribedPredicate.<JavaAccess<?>>describe("is " + what, predicate));
    }

    private static boolean of(JavaAccess<?> access, String owner, String... names) {
        return owner(access).equals(owner) && List.of(names).contains(access.getName());
    }

    private static String owner(JavaAccess<?> access) { return access.getTargetOwner().getName(); }

    private static boolean takesNoLocale(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
            && target.getRawParameterTypes().stream().noneMatch(type -> type.getName().equals("java.util.Locale"));
    }
}
