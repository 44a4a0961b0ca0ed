# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# shells.sh - large shells of the distribution, static: what they do with
# functions, files, processes, signals and terminals' jobs is what they do on
# the host.
. "$(dirname "$0")/lib.sh"

here=$top/tests/e2e/shells

if [ "$arch" = i386 ]; then
	skip 'shells' 'the distribution has them for x86-64'
	finish
fi
for shell in bash-static zsh-static; do
	path=$(command -v $shell) && extras+=("$path")
done
extras+=("$here"/*.sh)

# The same few variables everywhere, those that octavo run gives.
clean() { env -i PATH=/bin:/usr/bin HOME=/ TERM=dumb "$@"; }

# section NAME FILE: what a script said between === NAME and the next.
section() { awk -v name="=== $1" '/^===/ { on = $0 == name } on' "$2"; }

# Run a script of shells/ on the host and inside, and compare part by part.
compare() {
	local shell=$1 script=$here/$2.sh name
	rm -rf "$work/on"
	mkdir "$work/on"
	clean timeout 60 "$shell" "$script" "$work/on" >"$work/host" 2>&1 </dev/null
	rm -rf "$work/on"
	mkdir "$work/on"
	TERM=dumb rooted --stats -- "$shell" "$script" "$work/on" \
		>"$work/inside" 2>"$work/errors" </dev/null
	while read -r name; do
		same "$shell: $name" "$(section "$name" "$work/host")" \
			"$(section "$name" "$work/inside")"
	done < <(sed -n "s/^echo '=== \(.*\)'\$/\1/p" "$script")
	no_leaks "$shell" "$work/errors"
}

for shell in bash zsh; do
	if command -v $shell-static >/dev/null; then
		compare $shell-static $shell
	else
		skip $shell-static 'not installed'
	fi
done

finish
