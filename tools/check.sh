#!/bin/bash
# SPDX-License-Identifier: MIT
#
# make check: run every test of one build folder and print one total.
#
#	tools/check.sh build/hosted [STEP...]
#
# Steps: suites e2e docs embed machines (default all). Logs lie under
# BUILD/check/. `machines` starts the images of i386, i386 with PAE and x86-64
# in QEMU: the suites with one CPU and with two, and the end-to-end tests.
set -u

build=$1
shift
steps=${*:-suites e2e docs embed machines}
state=$build/check/tally
rm -rf "$build/check"
mkdir -p "$build/check"

export OCTAVO="$PWD/$build/octavo" PROGRAMS="$PWD/build/programs"
export OCTAVO_BUILD="$PWD/$build"

tally() { python3 tools/tally.py --state "$state" "$@"; }

# The unit suites, both ways of reaching user memory, one CPU and several.
suites() {
	tally 'suites, direct' -- "$build/suites" --uaccess direct
	# Sanitizers are slow, and the suites switch to pinned by themselves
	# where it matters.
	case $build in
	*-address* | *-thread* | *-undefined*) ;;
	*) tally 'suites, pinned' -- "$build/suites" --uaccess pinned ;;
	esac
	tally 'suites, 4 CPUs, small memory' -- \
		"$build/suites" --cpus 4 --mem 256M --lowmem 64M --seed 2
}

e2e() {
	for t in tests/e2e/*.sh; do
		[[ $t = tests/e2e/lib* ]] || tally "$t" -- bash "$t"
	done
}

# Commands in documents that are marked as tested. A reader types them without
# the variables of this run of make, and has built what the README says first.
docs() {
	unset MAKEFLAGS MFLAGS MAKEOVERRIDES MACHINE CC SAN
	tally --single 'what documents use' -- make -s all build/hosted/suites programs
	tally --single 'docs/syscalls.md' -- python3 tools/syscalls.py --check
	tally --single 'docs/driver-api.md' -- python3 tools/driver_api.py --check
	tally 'documents' -- python3 tools/doctest.py README.md CONTRIBUTING.md docs/*.md
}

embed() {
	tally 'examples/embed' -- make -s -C examples/embed check
}

# ---- bare metal ------------------------------------------------------------------

# More RAM than low memory, where there is such a thing.
declare -A ram=([i386]=1G [i386-pae]=1G [x86_64]=256M)
declare -A options=([i386]='--machine i386' [i386-pae]='--machine i386 --pae'
	[x86_64]='--machine x86_64')

# A minute of a free processor; several where others use it, too.
boot_suites() {
	tally --limit 600 "$1: suites, $2 CPUs" -- tools/boot.sh \
		"build/$1/suites.elf" -m "${ram[$1]}" -smp "$2" -- seed="$2"
}

# Those that ask for the hosted machine's own ways say so and are left out.
machine_e2e() {
	local name=${2##*/}
	OCTAVO_MACHINE=${options[$1]} tally --limit 300 "$1: $name" -- bash "$2"
}

one_job() {
	case $2 in
	*.sh) machine_e2e "$@" ;;
	*) boot_suites "$@" ;;
	esac
}

# PAE is another format of page tables: what works them, and one of each else.
pae_e2e='bare-boots bare-ring3 busybox device faults inet io mm mmstress oom processes
	sockets stress'

end_to_end_of() {
	if [ "$1" = i386-pae ]; then
		printf 'tests/e2e/%s.sh\n' $pae_e2e
	else
		grep -L '^hosted_only' tests/e2e/*.sh | grep -v '^tests/e2e/lib'
	fi
}

# As many at a time as there are processors; each says its line when it ends.
machines() {
	local machine job
	for machine in i386 i386-pae x86_64; do
		for job in 1 2 $(end_to_end_of $machine); do
			while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
				wait -n
			done
			one_job $machine "$job" &
		done
	done
	wait
}

for step in $steps; do
	"$step"
done
tally --sum
