/// The command line: one class a command, nothing but options and words.
///
/// [Main][gradus.cli.Main] knows the commands and says what went wrong, in one line; [Train][gradus.cli.Train] is the one to
/// read first.
@NullMarked
package gradus.cli;

import org.jspecify.annotations.NullMarked;
