/// Data: sets of examples, batches of them, and the files and formulas they come from.
///
/// A [Dataset][gradus.data.Dataset] keeps what it was given (bytes of pictures, columns of numbers) and makes values of
/// it only when a [Batch][gradus.data.Batch] is asked for; an epoch's are [Batches][gradus.data.Batches], of pictures that an
/// [Augmentation][gradus.data.Augmentation] distorts made ahead. The readers are strict: what is wrong with a file is said in
/// one line, with the file's name, what was found and what is expected.
@NullMarked
package gradus.data;

import org.jspecify.annotations.NullMarked;
