/* SPDX-License-Identifier: MIT */
/*
 * pipe.h - what pipes and splicing share.
 *
 *	      tail                 head
 *	        v                   v
 *	bufs: [ . ][ . ][ . ][ . ]            each { page, offset, len }
 *	        |    |    |
 *	        v    v    v
 *	    own page  page of a file's cache  page of a program
 *
 * A buffer is a piece of one page and holds one reference to it. Bytes that
 * were written are in pages of the pipe's own, to which more can be appended;
 * what was spliced in is shared with where it came from and never written to.
 *
 * Locking: pipe->lock; of two pipes, the one at the lower address first.
 */
#ifndef KERNEL_FS_PIPE_H
#define KERNEL_FS_PIPE_H

#include "../internal.h"

#define PIPE_DEF_BUFFERS	16u

#define PIPE_BUF_APPEND		1u	/* an own page: more may follow */
#define PIPE_BUF_PACKET		2u	/* O_DIRECT: one write, one read */
#define PIPE_BUF_GIFT		4u	/* SPLICE_F_GIFT */

struct pipe_buffer {
	struct page *page;
	unsigned int offset, len;
	unsigned int flags;
};

struct pipe {
	struct mutex lock;
	unsigned int head, tail;	/* free-running */
	unsigned int ring_size;		/* buffers, a power of two */
	struct pipe_buffer *bufs;
	struct page *spare;		/* for the next write, or NULL */
	unsigned int readers, writers;	/* open files */
	unsigned int r_opened, w_opened;	/* so far */
	unsigned int files;
	wait_queue_head_t rd_wait, wr_wait;
};

static inline bool pipe_empty(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) == READ_ONCE(pipe->tail);
}

static inline bool pipe_full(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) - READ_ONCE(pipe->tail) >=
	       READ_ONCE(pipe->ring_size);
}

static inline struct pipe_buffer *pipe_buf(const struct pipe *pipe,
					   unsigned int at)
{
	return &pipe->bufs[at & (pipe->ring_size - 1)];
}

/* The pipe that @file is an end of, or NULL. */
static inline struct pipe *file_pipe(const struct file *file)
{
	return file->f_op == &pipe_fops ? file->private_data : NULL;
}

/* How much is to be moved, and SPLICE_F_*. */
struct splice_len {
	size_t len;
	unsigned int flags;
};

struct pipe *pipe_alloc(void);
void pipe_free(struct pipe *pipe);
/* The first buffer is used up: let go of its page. */
void pipe_drop_first(struct pipe *pipe);
/* Append a piece of @page, taking over the reference; there is room. */
void pipe_add(struct pipe *pipe, const struct pipe_buffer *buf);
/* Wake who waits for bytes, or for room. */
void pipe_wake_readers(struct pipe *pipe);
void pipe_wake_writers(struct pipe *pipe);
/* Sleep, without the lock, until there are bytes or nobody writes, or until
 * there is room or nobody reads. 0 or -ERESTARTSYS. */
int pipe_wait_readable(struct pipe *pipe);
int pipe_wait_writable(struct pipe *pipe);
/* A write that nobody will read: SIGPIPE. */
long pipe_broken(void);

#endif
