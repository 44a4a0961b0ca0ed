/* SPDX-License-Identifier: MIT */
/*
 * stacktrace.h - who called whom.
 *
 * An entry is a return address: the call is just before it. What looks up its
 * line in the source does so for the address minus one. (The place where an
 * instruction trapped is stored plus one, so that this is true of all.)
 */
#ifndef OCTAVO_STACKTRACE_H
#define OCTAVO_STACKTRACE_H

#include <octavo/types.h>

/* What reports keep of a stack. */
#define STACK_TRACE_MAX		16u

/**
 * stack_trace_save() - the calls that led here
 * @entries: filled in with return addresses; the first one is in the caller
 * @nr_entries: room in it
 * @skip: leave out so many of the innermost
 *
 * Walks frame pointers (i386, whose code keeps none: what looks like a return
 * address), and reads nothing but the kernel stack in use. It ends where user
 * code entered the kernel. About 2 ns a frame.
 *
 * Context: Any context.
 * Return: entries filled in.
 */
unsigned int stack_trace_save(unsigned long *entries, unsigned int nr_entries,
			      unsigned int skip);

/**
 * stack_trace_save_trap() - the calls that led to a trap
 * @entries: filled in; the first is @ip + 1
 * @nr_entries: room in it, at least 1
 * @ip: the instruction
 * @from: its frame pointer, see arch_stack_trace()
 *
 * Context: Any context.
 * Return: entries filled in.
 */
unsigned int stack_trace_save_trap(unsigned long *entries,
				   unsigned int nr_entries, unsigned long ip,
				   unsigned long from);

/**
 * stack_trace_print() - show calls on the console
 * @entries: as stack_trace_save() fills them in
 * @nr_entries: how many
 * @spaces: in front of each line
 *
 * Context: Any context.
 */
void stack_trace_print(const unsigned long *entries, unsigned int nr_entries,
		       int spaces);

/**
 * dump_stack() - show the calls that led here on the console
 *
 * Context: Any context.
 */
void dump_stack(void);

/* A part of a stack: from a frame to the end. */
struct stack_part {
	unsigned long frame;		/* address of it */
	unsigned long end;		/* 0: there is none */
};

/**
 * stack_trace_frames() - walk frame pointers, for ports
 * @entries: filled in
 * @nr: room in it
 * @skip: leave out so many of the innermost
 * @part: of the stack; a frame pointer that leads out of it, or down, ends
 *	the walk
 *
 * Context: Any context.
 * Return: entries filled in.
 */
unsigned int stack_trace_frames(unsigned long *entries, unsigned int nr,
				unsigned int skip,
				const struct stack_part *part);

#endif
