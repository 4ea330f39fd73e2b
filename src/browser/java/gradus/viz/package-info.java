/// Pages in a real browser.
@NullMarked
package gradus.viz;

import org.jspecify.annotations.NullMarked;
