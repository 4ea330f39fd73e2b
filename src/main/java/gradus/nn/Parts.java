package gradus.nn;

import gradus.autograd.Value;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What modules are made of, found anew each time it is asked: nothing is remembered that could become out of date.
final class Parts {
    private final SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    private final SequencedMap<String, Value> state = new LinkedHashMap<>();       // parameters and buffers
    private final SequencedMap<String, Module> modules = new LinkedHashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());   // asked, never walked through

    private Parts() {}

    /// The parts of a module that does not name them itself.
    static SequencedMap<String, Object> of(Module module) {
        if (module instanceof Record record) return components(record);
        if (module instanceof Enum || (isLambda(module) && module.getClass().getDeclaredFields().length == 0))
            return Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
        throw new IllegalArgumentException(
            (isLambda(module) ? "a lambda that captures something, in " + home(module) + "," : module.getClass().getName())
            + " does not say which parameters it has: make it a record, or override parts()");
    }

    static SequencedMap<String, Value> parameters(Module module) {
        var parts = new Parts();
        parts.collect("", module);
        return Collections.unmodifiableSequencedMap(parts.parameters);
    }

    static SequencedMap<String, Value> state(Module module) {
        var parts = new Parts();
        parts.collect("", module);
        return Collections.unmodifiableSequencedMap(parts.state);
    }

    static SequencedMap<String, Module> modules(Module module) {
        var parts = new Parts();
        parts.collect("", module);
        return Collections.unmodifiableSequencedMap(parts.modules);
    }

    private void collect(String path, Object part) {
        if (!seen.add(part)) return;
        if (part instanceof Module module) modules.put(path, module);
        if (part instanceof Value value) {
            if (value.isParameter()) parameters.put(path, value);
            if ((value.isParameter() || value.isBuffer()) && state.put(path, value) != null)
                throw new IllegalArgumentException("two parameters have the name " + path + ": rename a key or a part");
        } else within(path, part).forEach((name, inner) -> collect(join(path, name), inner));
    }

    /// The path from a module, or what it holds, to a module inside of it, which is found by identity; null if it is not there.
    @SuppressWarnings("ReferenceEquality")                        // equal layers may stand side by side
    static @Nullable String path(Object whole, Module wanted) {
        for (var part : within("", whole).entrySet()) {
            if (part.getValue() == wanted) return part.getKey();
            var rest = path(part.getValue(), wanted);
            if (rest != null) return join(part.getKey(), rest);
        }
        return null;
    }

    static String join(String path, String name) { return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name; }

    /// Lambdas and method references are hidden classes that the compiler made up.
    static boolean isLambda(Object object) { return object.getClass().isHidden() && object.getClass().isSynthetic(); }

    private static String home(Object lambda) {
        var name = lambda.getClass().getName();
        int tail = name.indexOf("$$Lambda");
        return tail < 0 ? name : name.substring(0, tail);
    }

    private static SequencedMap<String, Object> within(String path, Object whole) {
        return switch (whole) {
            case Module module -> module.parts();
            case List<?> list -> elements(list);
            case Map<?, ?> map -> entries(map);
            case Record record -> components(record);
            default -> {
                requireNothingHidden(path, whole);
                yield new LinkedHashMap<>();
            }
        };
    }

    private static SequencedMap<String, Object> elements(List<?> list) {
        var found = new LinkedHashMap<String, Object>();
        for (int i = 0; i < list.size(); i++) if (list.get(i) != null) found.put(Integer.toString(i), list.get(i));
        return found;
    }

    /// In the order of the map if it has one, else by key: names must not depend on hash codes.
    private static SequencedMap<String, Object> entries(Map<?, ?> map) {
        SequencedMap<String, Object> found = map instanceof SequencedMap ? new LinkedHashMap<>() : new TreeMap<>();
        map.forEach((key, value) -> { if (value != null) found.put(String.valueOf(key), value); });
        return found;
    }

    private static SequencedMap<String, Object> components(Record record) {
        var found = new LinkedHashMap<String, Object>();
        for (var component : record.getClass().getRecordComponents()) {
            var accessor = component.getAccessor();
            try {
                accessor.setAccessible(true);                       // the record itself may be private
                var part = accessor.invoke(record);
                if (part == null) continue;
                requireNothingHidden(record.getClass().getSimpleName() + "." + component.getName(), part);
                found.put(component.getName(), part);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("cannot read " + component.getName() + " of " + record.getClass().getName(), e);
            }
        }
        return Collections.unmodifiableSequencedMap(found);
    }

    private static void requireNothingHidden(String name, Object part) {
        var hidden = switch (part) {
            case Object[] array -> holds(array.getClass().getComponentType()) || Stream.of(array).anyMatch(Parts::isPart);
            case List<?> _ -> false;
            case Collection<?> collection -> collection.stream().anyMatch(Parts::isPart);
            case Optional<?> optional -> optional.filter(Parts::isPart).isPresent();
            default -> false;
        };
        if (hidden) throw new IllegalArgumentException(name + " is a " + part.getClass().getSimpleName()
            + ", in which parameters are not looked for: make it a List" + (part instanceof Optional ? ", or nullable" : ""));
    }

    private static boolean holds(Class<?> type) { return Value.class.isAssignableFrom(type) || Module.class.isAssignableFrom(type); }

    private static boolean isPart(@Nullable Object object) {
        return object instanceof Value || object instanceof Module
            || (object instanceof Object[] inner && Stream.of(inner).anyMatch(Parts::isPart));
    }
}
