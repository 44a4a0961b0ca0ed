/* SPDX-License-Identifier: MIT */
/*
 * linux/fcntl.h - flags of open(2) and fcntl(2).
 */
#ifndef DOOR_LINUX_FCNTL_H
#define DOOR_LINUX_FCNTL_H

#include <linux/stat.h>
#include <uapi/fcntl.h>

#define force_o_largefile()	(sizeof(long) == 8)

#endif
