# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# test.sh - octavo test: KUnit suites of drivers, and every failure on their
# paths. The driver is test/slots.c, whole or with one planted mistake.
. "$(dirname "$0")/lib.sh"
hosted_only 'drivers are tested on the hosted machine'

src=$top/tests/e2e/test
# Time enough to start.
short=${sanitizers:+5s}
short=${short:-500ms}

# line FILE TEXT: the number of the first line of FILE that has TEXT.
line() {
	grep -nF -- "$2" "$src/$1" | head -n 1 | cut -d: -f1
}

# has NAME PATTERN TEXT: a line of TEXT matches.
has() {
	if grep -q -- "$2" <<<"$3"; then
		pass "$1"
	else
		fail "$1" "no line matches: $2" "$3"
	fi
}

# lacks NAME PATTERN TEXT: none does.
lacks() {
	if grep -q -- "$2" <<<"$3"; then
		fail "$1" "a line matches: $2" "$3"
	else
		pass "$1"
	fi
}

# tested ARGS...: run it; $out is what it said, $got its status.
tested() {
	out=$("$OCTAVO" test "$@" 2>&1 </dev/null)
	got=$?
}

# ---- suites ------------------------------------------------------------------

tested "$src/kunit_ways_test.c" --junit "$work/ways.xml"
same 'what KUnit offers: status' 0 "$got"
has 'what KUnit offers' '^# Totals: pass:9 fail:0 skip:1 total:10$' "$out"
has 'a parameter has its name' '^        ok 2 large$' "$out"
has 'a test that is skipped' 'ok 9 skipped # SKIP for a reason' "$out"
has 'a test says something' '# priv: said by the test' "$out"
check 'JUnit: well-formed, 11 cases, 1 skipped' python3 -c '
import sys, xml.etree.ElementTree as e
r = e.parse(sys.argv[1]).getroot()
assert r.tag == "testsuites" and r.get("tests") == "11", r.attrib
assert r[0].get("name") == "ways" and r[0].get("skipped") == "1", r[0].attrib
names = [c.get("name") for c in r[0]]
assert "params: large" in names and len(names) == 11, names' "$work/ways.xml"

tested "$src/slots_test.c" --driver "$src/slots.c"
same 'a driver as a program uses it: status' 0 "$got"
has 'a driver as a program uses it' '^# Totals: pass:3 fail:0' "$out"
tested "$src/slots_test.c" --driver "$src/slots.c" --filter '*.slots_e*'
has '--filter' '^# Totals: pass:1 fail:0' "$out"
tested "$src/slots_test.c" --driver "$src/slots.c" --list
same '--list' 'slots.slots_echoes
slots.slots_faults
slots.slots_interrupted' "$out"

# ---- tests that go wrong ---------------------------------------------------------

tested "$src/bad_test.c" --filter 'bad.fails' --junit "$work/bad.xml"
same 'a test that fails: status' 1 "$got"
has 'a test that fails: where' "FAILED at .*bad_test.c:$(line bad_test.c '1 + 1')" "$out"
check 'JUnit: the failure says where' grep -q "bad_test.c:$(line bad_test.c '1 + 1')" "$work/bad.xml"
tested "$src/bad_test.c" --filter 'bad.crashes'
same 'a crash: status' 3 "$got"
has 'a crash: where' "crashes (.*bad_test.c:$(line bad_test.c '*(volatile')" "$out"
tested "$src/bad_test.c" --filter 'bad.hangs' --timeout "$short"
same 'a hang: status' 3 "$got"
has 'a hang: where' 'hangs (.*bad_test.c:' "$out"
tested "$src/bad_test.c" --filter 'bad.leaks'
same 'a leak: status' 4 "$got"
tested "$src/bad_test.c" --timeout "$short"
same 'all of them: status' 3 "$got"
has 'what comes behind a crash is run' 'ok . good_again' "$out"
has 'the crash is a failed test' 'not ok 3 crashes # crashed' "$out"

cat >"$work/init_ok.c" <<'EOF'
#include <linux/module.h>
static int __init init_ok(void) { return 0; }
static void __exit end(void) { }
module_init(init_ok);
module_exit(end);
MODULE_LICENSE("Dual MIT/GPL");
EOF
sed 's/return 0/return -22/' "$work/init_ok.c" >"$work/init_bad.c"
tested "$work/init_ok.c"
same 'a module whose init function is the test' 0 "$got"
has 'it is a test' '^ok 1 init_ok$' "$out"
tested "$work/init_bad.c"
same 'its init function fails' 1 "$got"

# ---- bad input ------------------------------------------------------------------------

echo 'int main(void) { return x; }' >"$work/broken.c"
status 'no test' 2 "$OCTAVO" test
status 'no such file' 2 "$OCTAVO" test "$work/none.c"
status 'does not compile' 2 "$OCTAVO" test "$work/broken.c"
status 'a filter that matches none' 2 "$OCTAVO" test "$src/bad_test.c" --filter nothing
status 'no such option' 2 "$OCTAVO" test --wrong
status 'no such kind of failure' 2 "$OCTAVO" test "$src/bad_test.c" --fault disk:1
status 'failure number 0' 2 "$OCTAVO" test "$src/bad_test.c" --fault pin:0
status 'a chance that is none' 2 "$OCTAVO" test "$src/bad_test.c" --chance 5

# ---- options that do not go together ---------------------------------------------

for wrong in '--machine i386' '--sweep --fault signal:1' '--random 2 --chance 1:4' \
	'--list --sweep' '--list --junit x.xml' '--seed 5' '--sweep --seed 5'; do
	read -ra words <<<"$wrong"
	tested "$src/slots_test.c" --driver "$src/slots.c" "${words[@]}"
	same "$wrong: status" 2 "$got"
	has "$wrong: says so in one line" '^octavo: --' "$out"
done

# ---- every failure ---------------------------------------------------------------------

tested "$src/slots_test.c" --driver "$src/slots.c" --sweep --junit "$work/sweep.xml"
same 'a sweep over a driver without mistakes: status' 0 "$got"
has 'nothing went wrong' 'runs in .* s, 0 went wrong' "$out"
check 'JUnit: the sweep is a suite' grep -q '<testsuite name="sweep" tests="1" failures="0"' "$work/sweep.xml"
for kind in slab_alloc page_alloc user_copy fault_in signal; do
	has "points of $kind" "^#   $kind  *[1-9]" "$out"
done

tested "$src/kinds_test.c" --driver "$src/kinds.c" --sweep
same 'every kind: status' 0 "$got"
for kind in slab_alloc page_alloc node_alloc vmalloc pin dma_map signal timeout; do
	has "points of $kind" "^#   $kind  *[1-9]" "$out"
done

# planted NR VERDICT KIND LINE STATUS: the mistake is found where it is, and the
# command that the report names finds it again.
planted() {
	local again
	printf '#define BUG_NR %s\n#include "%s"\n' "$1" "$src/slots.c" >"$work/slots.c"
	tested "$src/slots_test.c" --driver "$work/slots.c" --filter '*echoes' \
		--sweep --timeout 2s
	same "mistake $1: status" "$5" "$got"
	has "mistake $1: $2 when $3 fails" "^# [0-9]*\\. $2 when $3 fails" "$out"
	has "mistake $1: at line $4" "slots.c:$4)" "$out"
	again=$(sed -n "/^# [0-9]*\\. $2 when $3 fails/,\$s/^#     again: octavo test //p" \
		<<<"$out" | head -n 1)
	eval "tested $again"
	same "mistake $1: again" "$5" "$got"
}

planted 1 leak slab_alloc "$(line slots.c 'slot->data = kmalloc')" 4
planted 2 crash slab_alloc "$(line slots.c 'slot->spare = kmalloc')" 3
planted 3 misuse slab_alloc "$(line slots.c 'slot->spare = kmalloc')" 1
planted 4 crash user_copy "$(line slots.c 'if (copy_from_user')" 3
planted 5 hang user_copy "$(line slots.c 'if (copy_from_user')" 3
lacks 'a hang says where' 'nowhere' "$out"

# What the test itself allocates, and the kernel for it, is not made to fail.
tested "$src/slots_test.c" --driver "$src/slots.c" --fault slab_alloc:1
has 'the first failure is in the driver, as it starts' 'did not start: Cannot allocate memory' "$out"
tested "$src/slots_test.c" --driver "$src/slots.c" --fault signal:1 --filter '*echoes'
has 'a wait that is interrupted is EINTR for a program' 'is -4 ' "$out"
tested "$src/slots_test.c" --driver "$src/slots.c" --fault user_copy:1:sticky --filter '*echoes'
has 'a copy that fails is EFAULT' 'is -14 ' "$out"

# ---- by chance -----------------------------------------------------------------------------

tested "$src/slots_test.c" --driver "$src/slots.c" --random 8 --seed 5
same 'by chance, without mistakes' 0 "$got"
printf '#define BUG_NR 2\n#include "%s"\n' "$src/slots.c" >"$work/slots.c"
tested "$src/slots_test.c" --driver "$work/slots.c" --random 24 --seed 5
first=$(grep 'again:' <<<"$out")
same 'by chance, a crash' 3 "$got"
tested "$src/slots_test.c" --driver "$work/slots.c" --random 24 --seed 5
same 'the same seed, the same runs' "$first" "$(grep 'again:' <<<"$out")"

finish
