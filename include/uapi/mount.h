/* SPDX-License-Identifier: MIT */
/*
 * uapi/mount.h - flags of mount(2), umount2(2) and statfs(2).
 */
#ifndef UAPI_MOUNT_H
#define UAPI_MOUNT_H

#define MS_RDONLY	0x0001ul
#define MS_NOSUID	0x0002ul
#define MS_NODEV	0x0004ul
#define MS_NOEXEC	0x0008ul
#define MS_SYNCHRONOUS	0x0010ul
#define MS_REMOUNT	0x0020ul
#define MS_MANDLOCK	0x0040ul
#define MS_DIRSYNC	0x0080ul
#define MS_NOSYMFOLLOW	0x0100ul
#define MS_NOATIME	0x0400ul
#define MS_NODIRATIME	0x0800ul
#define MS_BIND		0x1000ul
#define MS_MOVE		0x2000ul
#define MS_REC		0x4000ul
#define MS_SILENT	0x8000ul
#define MS_UNBINDABLE	(1ul << 17)
#define MS_PRIVATE	(1ul << 18)
#define MS_SLAVE	(1ul << 19)
#define MS_SHARED	(1ul << 20)
#define MS_RELATIME	(1ul << 21)
#define MS_STRICTATIME	(1ul << 24)
#define MS_MGC_VAL	0xc0ed0000ul
#define MS_MGC_MSK	0xffff0000ul

#define MNT_FORCE	0x1
#define MNT_DETACH	0x2
#define MNT_EXPIRE	0x4
#define UMOUNT_NOFOLLOW	0x8

#define ST_VALID	0x20
#define ST_RELATIME	0x1000

#endif
