/* SPDX-License-Identifier: MIT */
/*
 * errno.h - error numbers inside the kernel: the user's, and a few that never
 * reach a user program.
 */
#ifndef OCTAVO_ERRNO_H
#define OCTAVO_ERRNO_H

#include <uapi/errno.h>

#define ERESTARTSYS	512	/* restart the call if a handler says so */
#define ERESTARTNOINTR	513	/* restart the call always */
#define ERESTARTNOHAND	514	/* restart if no handler ran */
#define ENOIOCTLCMD	515	/* this driver does not know the command */
#define EPROBE_DEFER	517	/* try to bind the device again later */
#define ENOTSUPP	524	/* not supported */

#endif
