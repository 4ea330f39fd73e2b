package gradus.tensor;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Kernels one by one, on one thread, under JMH: for whoever works on one. `./gradus bench` measures what they bring.
///
/// `mvn -q -P jmh test-compile exec:exec` runs all of them; `-Djmh="Functions.exp -p size=8192"` chooses, and takes any option of
/// JMH's (`-h` lists them).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Microbenchmark {
    @Setup(Level.Trial) public void oneThread() { Threads.use(1); }
}
