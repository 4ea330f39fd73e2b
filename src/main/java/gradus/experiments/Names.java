package gradus.experiments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Names that people type, and what they probably meant.
public final class Names {
    private Names() {}

    /// The choice that prints as this name.
    ///
    /// @param what  what it is a name of, for the error
    /// @throws IllegalArgumentException for a name that none has; it says which are near, and which there are
    public static <T> T find(String what, String name, T[] choices) {
        for (var choice : choices) if (choice.toString().equals(name.strip().toLowerCase(Locale.ROOT))) return choice;
        var names = Stream.of(choices).map(Object::toString).toList();
        throw new IllegalArgumentException("unknown " + what + " '" + name + "'" + suggestion(name, names) + "; there are "
            + String.join(", ", names));
    }

    /// ` (did you mean mnist?)`, or nothing where nothing is near.
    public static String suggestion(String name, Collection<String> names) {
        var near = near(name, names);
        return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
    }

    /// The nearest of those that are a slip away: a letter wrong, missing, too many or swapped, two in long names, or the rest of
    /// the name missing.
    static List<String> near(String name, Collection<String> names) {
        var typed = name.toLowerCase(Locale.ROOT);
        int slips = typed.length() < 4 ? 1 : 2;
        record Candidate(String name, int distance) {}
        var candidates = new ArrayList<Candidate>();
        for (var other : names) {
            var lower = other.toLowerCase(Locale.ROOT);
            int distance = typed.length() > 1 && lower.startsWith(typed) ? 1 : distance(typed, lower);
            if (distance <= slips && distance < other.length()) candidates.add(new Candidate(other, distance));
        }
        int nearest = candidates.stream().mapToInt(Candidate::distance).min().orElse(0);
        return candidates.stream().filter(candidate -> candidate.distance == nearest).limit(3).map(Candidate::name).toList();
    }

    /// How many letters have to be changed, added, removed or swapped with their neighbour (Damerau 1964, Levenshtein 1966).
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(changed, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.length()][b.length()];
    }
}
