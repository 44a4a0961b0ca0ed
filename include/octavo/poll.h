/* SPDX-License-Identifier: MIT */
/*
 * poll.h - what a file's ->poll says, and to whom.
 */
#ifndef OCTAVO_POLL_H
#define OCTAVO_POLL_H

#include <octavo/wait.h>
#include <uapi/poll.h>

struct file;

/* Asks a file whether it is ready and, with @queue, to be told of changes. */
typedef struct poll_table_struct {
	void (*queue)(struct poll_table_struct *pt, struct file *file,
		      wait_queue_head_t *wq);
} poll_table;

/* In ->poll: @wq is woken when the answer changes. */
static inline void poll_wait(struct file *file, wait_queue_head_t *wq,
			     poll_table *pt)
{
	if (pt && pt->queue)
		pt->queue(pt, file, wq);
}

/* Events that are asked for: all of them. */
static inline __poll_t poll_requested_events(const poll_table *pt)
{
	return ~(__poll_t)0;
}

static inline bool poll_does_not_wait(const poll_table *pt)
{
	return !pt || !pt->queue;
}

#endif
