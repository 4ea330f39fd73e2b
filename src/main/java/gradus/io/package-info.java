/// Files, models in JSON that are rebuilt bit for bit, and a note beside each of how it came about; and formulas that are typed.
///
/// [ModelFile][gradus.io.ModelFile] holds what determines a model's answers and nothing else, so the same run writes the
/// same bytes; [RunFile][gradus.io.RunFile] holds what differs: machine, threads, time. `docs/model-format.md` describes
/// the format. Nothing in a file names a class, and every file is whole or not there. [Expression][gradus.io.Expression] turns
/// `tanh(w*x + b)` into a value. [State][gradus.io.State] is numbers by their names, for any module of their shape, in the format
/// of [Safetensors][gradus.io.Safetensors]; [Inspection][gradus.io.Inspection] tells what a file contains.
@NullMarked
package gradus.io;

import org.jspecify.annotations.NullMarked;
