/// Code that is not Gradus' own, for tests of what is told about the code of others.
@NullMarked
package outside;

import org.jspecify.annotations.NullMarked;
