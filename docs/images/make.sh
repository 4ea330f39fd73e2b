#!/bin/sh
# Makes the pictures that the documents show, by the commands that the documents name:
#
#   docs/images/make.sh [FOLDER]     into this folder, or another
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
to=${1:-$here}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

gradus=$here/../../gradus
for example in DrawGraph GradientFlow DecisionBoundary WhatTheNetworkSees WhatConvolutionsSee; do
  "$gradus" run "$here/../../examples/$example.java" >/dev/null
done
"$gradus" graph --model "$here/../../models/xor.json" --input 0,1 --target 1 --level scalars -o out/xor-scalars.svg >/dev/null
"$gradus" graph --model "$here/../../models/mnist.json" --data "$here/../../data/mnist" --example 7 -o out/mnist.svg >/dev/null

mkdir -p "$to"
for picture in neuron.svg network.svg network-modules.svg xor-scalars.svg deep.svg gradient-flow-sigmoid.svg gradient-flow-relu.svg \
  mnist.svg boundary-200.svg weights.png misread.png kernels.png feature-maps.png convolutions.svg; do
  [ -s "out/$picture" ] || { echo "no out/$picture was made" >&2; exit 1; }
  cp "out/$picture" "$to/$picture"
done
