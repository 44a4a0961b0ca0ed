/* SPDX-License-Identifier: MIT */
/*
 * main.c - the command octavo: finds out which of its commands is meant.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "host.h"
#include "octavo.h"
#include "test.h"

#define VERSION	"0.1.0"

static const char help[] =
	"usage: octavo COMMAND [OPTION]...\n"
	"Run programs on Octavo, a kernel memory core: in this one process, or on a\n"
	"machine that QEMU emulates.\n"
	"\n"
	"  octavo run [OPTION]... [--] PROGRAM [ARG]...   run an unmodified program\n"
	"  octavo run --help                              its options\n"
	"  octavo test [OPTION]... FILE...                run KUnit tests of a driver, make\n"
	"                                                 every failure happen; test --help\n"
	"  octavo pack [--machine NAME] [--root DIR]      write such a machine's root,\n"
	"                                                 a cpio archive, to a file\n"
	"  octavo --version\n"
	"  octavo --help\n";

void complain(const char *fmt, ...)
{
	va_list args;

	fputs("octavo: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

void usage_error(const char *fmt, ...)
{
	va_list args;

	fputs("octavo: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_USAGE);
}

static int print(const char *text)
{
	fputs(text, stdout);
	if (fflush(stdout) == 0)
		return 0;
	complain("cannot write to standard output");
	return 1;
}

int main(int argc, char **argv)
{
	const unsigned long long start_ns = host_clock_ns(0);
	const char *command = argc > 1 ? argv[1] : NULL;

	if (!command)
		usage_error("a command is missing; see octavo --help");
	if (strcmp(command, "run") == 0)
		return command_run(argc - 1, argv + 1, start_ns);
	if (strcmp(command, "test") == 0)
		return command_test(argc - 1, argv + 1, start_ns);
	if (strcmp(command, "pack") == 0)
		return command_pack(argc - 1, argv + 1);
	if (strcmp(command, "--help") == 0 || strcmp(command, "help") == 0)
		return print(help);
	if (strcmp(command, "--version") == 0)
		return print("octavo " VERSION "\n");
	usage_error("there is no command '%s'; see octavo --help", command);
}
