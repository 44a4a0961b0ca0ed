/* SPDX-License-Identifier: MIT */
/*
 * linux/seq_file.h - files whose text is made when they are read.
 */
#ifndef DOOR_LINUX_SEQ_FILE_H
#define DOOR_LINUX_SEQ_FILE_H

#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/string.h>
#include <linux/types.h>
#include <octavo/mutex.h>
#include <octavo/seq_file.h>

#define seq_pad(m, c)	seq_pad_to_width(m, c)

#endif
