package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ObstacleTest {
    @Test void itIsSaidInWordsAndInALine() {
        assertThat(Obstacle.of(new AccessDeniedException("x"))).isEqualTo("permission denied");
        assertThat(Obstacle.of(new NoSuchFileException("x"))).isEqualTo("no such file");
        assertThat(Obstacle.of(new FileAlreadyExistsException("x"))).isEqualTo("x is no folder");
        assertThat(Obstacle.of(new FileSystemException("x", null, "Too many levels of symbolic links"))).isEqualTo("Too many levels of symbolic links");
        assertThat(Obstacle.of(new IOException("disk on fire\nat drum 3"))).isEqualTo("disk on fire");
        assertThat(Obstacle.of(new IOException())).isEqualTo("IOException");
    }
}
